import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { z } from "zod";
import { SoundFileReader } from "../capture/edge/sound-file.js";
import { SottoError } from "../domain/errors.js";
import { summariseCoverage } from "../evaluation/coverage.js";
import { percentile, poissonRate } from "../evaluation/intervals.js";
import { type ManifestRow, parseManifest, parseTruth, type RowTruth } from "../evaluation/manifest.js";
import { type RedactRow, redactRowSchema } from "../evaluation/redact-report.js";
import { replayRowSchema } from "../evaluation/replay-report.js";
import { summariseWakes, wordsFound } from "../evaluation/wake-summary.js";
import { markWholeUtterance, wholeUtteranceType } from "../evaluation/whole-utterance.js";
import { WAKE_WORDS } from "../hotloop/hop-scores.js";
import { printJson } from "./options.js";
import { readText } from "./read-text.js";
import { markdownTable, shareText } from "./terminal/percent.js";

interface EvalOptions {
  readonly manifest: string;
  readonly root?: string;
  readonly report: string;
  readonly json?: boolean;
  /** Of replay alone. */
  readonly word?: readonly string[];
}

function readReport<T>(path: string, schema: z.ZodType<T>): T[] {
  const lines = readText(path)
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line, index) => {
    const row = schema.safeParse(JSON.parse(line));
    if (!row.success) throw new SottoError("MANIFEST_INVALID", `${path}:${index + 1} is no row of a report`);
    return row.data;
  });
}

function sameLength(rows: number, truths: number): void {
  if (rows !== truths) {
    throw new SottoError("MANIFEST_INVALID", `the report has ${rows} rows and the manifest ${truths}`);
  }
}

/** Gives rows whose whole speech is personal their one entity, by listening to the original. */
async function withWholeUtterances(
  truths: readonly RowTruth[],
  rows: readonly ManifestRow[],
  root: string,
): Promise<RowTruth[]> {
  const reader = new SoundFileReader();
  const marked: RowTruth[] = [];
  for (const [index, truth] of truths.entries()) {
    const row = rows[index];
    const type = wholeUtteranceType(truth);
    if (!type || !row) {
      marked.push(truth);
      continue;
    }
    const { audio } = await reader.read(join(root, row.path), {
      ...(row.start === undefined ? {} : { startSeconds: row.start }),
      ...(row.end === undefined ? {} : { endSeconds: row.end }),
    });
    marked.push(markWholeUtterance(truth, type, audio.samples));
  }
  return marked;
}

function stageTimes(rows: readonly RedactRow[]): string {
  const stages = ["recognise", "find", "align", "redact", "verify", "total"] as const;
  const line = (p: number) =>
    stages.map((stage) =>
      percentile(
        rows.map((row) => row.ms[stage]),
        p,
      ).toFixed(0),
    );
  return markdownTable(
    ["ms a row", ...stages],
    [
      ["p50", ...line(0.5)],
      ["p95", ...line(0.95)],
    ],
  );
}

async function evaluateRedact(options: EvalOptions): Promise<void> {
  const text = readText(options.manifest);
  const manifest = parseManifest(text);
  const rows = readReport(options.report, redactRowSchema);
  sameLength(rows.length, manifest.length);
  const root = options.root ?? dirname(options.manifest);
  const summary = summariseCoverage(await withWholeUtterances(parseTruth(text), manifest, root), rows);
  if (options.json) {
    printJson(summary);
    return;
  }
  const lines = summary.types.map((t) => [
    t.type,
    shareText(t.coveredForwarded, t.forwarded),
    shareText(t.covered, t.entities),
    String(t.entities - t.forwarded),
  ]);
  const all = summary.types.reduce(
    (sum, t) => ({
      cf: sum.cf + t.coveredForwarded,
      f: sum.f + t.forwarded,
      c: sum.c + t.covered,
      n: sum.n + t.entities,
    }),
    { cf: 0, f: 0, c: 0, n: 0 },
  );
  lines.push(["all", shareText(all.cf, all.f), shareText(all.c, all.n), String(all.n - all.f)]);
  process.stdout.write(
    `${[
      markdownTable(["type", "covered, of those that left", "covered or never left", "never left"], lines),
      "",
      `Rows with personal data from which nothing leaked: ${shareText(summary.leakFree.clean, summary.leakFree.rows)}`,
      `Harmless rows whole: ${shareText(summary.harmless.whole, summary.harmless.rows)}, dropped ${summary.harmless.dropped}`,
      `Rows: ${summary.rows}, dropped ${summary.dropped}`,
      "",
      stageTimes(rows),
    ].join("\n")}\n`,
  );
}

function evaluateReplay(options: EvalOptions): void {
  const truths = parseTruth(readText(options.manifest));
  const rows = readReport(options.report, replayRowSchema);
  sameLength(rows.length, truths.length);
  const summary = summariseWakes(truths, rows, wordsFound(rows, [...WAKE_WORDS, ...(options.word ?? [])]));
  if (options.json) {
    printJson(summary);
    return;
  }
  const out: string[] = [];
  const spoken = summary.words.filter((w) => w.spoken > 0);
  if (spoken.length > 0) {
    const lines = spoken.map((w) => [
      w.word,
      shareText(w.spoken - w.looked, w.spoken),
      shareText(w.spoken - w.woke, w.spoken),
    ]);
    out.push(markdownTable(["word", "missed by the first look", "missed by both looks"], lines), "");
  }
  if (summary.hours > 0) {
    const accepts = poissonRate(summary.falseAccepts.length, summary.hours);
    out.push(
      `Speech without a wake word: ${(summary.hours * 60).toFixed(1)} min, first looks ${summary.falseLooks}, false accepts ${summary.falseAccepts.length} = ${accepts.value.toFixed(2)} an hour [${accepts.low.toFixed(2)}, ${accepts.high.toFixed(2)}], clips ${summary.clipsWithoutWord}`,
    );
  }
  for (const f of summary.falseAccepts)
    out.push(`- false accept: ${f.word} at ${f.at.toFixed(2)} s of ${f.path}, score ${f.score.toFixed(2)}`);
  process.stdout.write(`${out.join("\n")}\n`);
}

function withCommonOptions(command: Command): Command {
  return command
    .requiredOption(
      "--manifest <file>",
      "the manifest that the report was made from, with what is true of each row",
    )
    .requiredOption("--report <file>", "report.jsonl")
    .option("--root <folder>", "folder of the manifest's paths (default: the manifest's own)")
    .option("--json", "as JSON");
}

/** Figures out of reports that `sotto redact` and `sotto replay` wrote. */
export function addReportCommands(evaluate: Command): void {
  withCommonOptions(evaluate.command("redact"))
    .description("coverage of personal words by type, and harmless rows left whole, out of a report")
    .action(evaluateRedact);
  withCommonOptions(evaluate.command("replay"))
    .description(
      "missed wake words and false accepts, for the shipped words and each other one that was heard",
    )
    .option("--word <word...>", "count an enrolled word also where the report never heard it")
    .action(evaluateReplay);
}
