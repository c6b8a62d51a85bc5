import { deflateSync } from "node:zlib";
import type { FileCoverage } from "./covered-arms.js";
import type { Finding, FuzzReport } from "./fuzz-run.js";

/** Longer inputs come again with the seed. */
const MAX_SHOWN = 1_000;

/** The whole account of a run, as Markdown. */
export function fuzzTables(report: FuzzReport): string {
  const { seed, inputs, mutations, seconds, slowestMs, kept, memoryMb, findings } = report;
  const [before, after] = memoryMb;
  return [
    `Seed ${seed}: ${grouped(inputs)} inputs, ${percent(mutations, inputs)} of them mutations of valid messages, ${Math.round(inputs / seconds)} a second. Found: ${findings.length}.`,
    `Slowest input ${slowestMs.toFixed(1)} ms of the processor; largest resident memory ${before.toFixed(0)} MB at the start, ${after.toFixed(0)} MB at the end; ${kept} inputs kept because they reached new code.`,
    table("made by", report.kinds, inputs),
    table("outcome", report.outcomes, inputs),
    table("the seal by itself, signature or not", report.seals, sum(report.seals)),
    ...findings.map(told),
  ].join("\n\n");
}

function told({ number, kind, finding, bytes }: Finding): string {
  const shown = deflateSync(bytes).toString("base64").slice(0, MAX_SHOWN);
  return `FOUND at input ${number} (${kind}, ${bytes.length} bytes): ${finding}\ndeflated: ${shown}`;
}

/** What was reached of the parsers, and what was not, by name. */
export function coverageTables(files: readonly FileCoverage[]): string {
  const rows = files.map(
    ({ file, arms, armsReached, lines, linesReached, idle }) =>
      `| \`${file}\` | ${armsReached} of ${arms} | ${linesReached} of ${lines} | ${idle.join(", ") || "-"} |`,
  );
  const head = ["| file | arms of branches | lines | functions never entered (line) |", "|---|---|---|---|"];
  // Of the library's functions many arms are for options that are not used.
  const own = files.filter(({ file }) => file.startsWith("src/"));
  const unreached = own.flatMap(({ file, unreached }) => unreached.map((arm) => `- \`${file}:${arm}\``));
  return [
    [...head, ...rows].join("\n"),
    ["Not reached in functions that were entered:\n", ...unreached].join("\n"),
  ].join("\n\n");
}

function table(head: string, counts: ReadonlyMap<string, number>, of: number): string {
  const rows = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, count]) => `| ${what} | ${grouped(count)} | ${percent(count, of)} |`);
  return [`| ${head} | inputs | share |`, "|---|---|---|", ...rows].join("\n");
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

function grouped(count: number): string {
  return count.toLocaleString("en");
}
