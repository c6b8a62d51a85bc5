import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { type RowPlace, type RowResult, readRow, redactRow } from "../app/redact-row.js";
import { wireGate, wireSenses } from "../app/wire.js";
import { SoundFileReader } from "../capture/edge/sound-file.js";
import { SottoError } from "../domain/errors.js";
import { writeFlac } from "../encode/edge/flac.js";
import { parseManifest } from "../evaluation/manifest.js";
import type { RedactRow } from "../evaluation/redact-report.js";
import { positiveInteger, printJson } from "./options.js";
import { makeOutFolder } from "./out-folder.js";
import { readText } from "./read-text.js";
import { progressBar } from "./terminal/progress.js";
import { drawWaveform } from "./terminal/waveform.js";

const PICTURE_COLUMNS = 72;

interface RedactOptions {
  readonly manifest?: string;
  readonly root?: string;
  readonly out?: string;
  readonly mode: "redact" | "strict" | "text";
  readonly jobs: number;
  readonly showTranscript?: boolean;
  readonly json?: boolean;
}

function writeResult(out: string, result: RowResult): void {
  const name = String(result.row.row).padStart(5, "0");
  if (typeof result.left === "string") writeFileSync(join(out, `${name}.txt`), `${result.left}\n`);
  else if (result.left) writeFileSync(join(out, `${name}.flac`), writeFlac(result.left));
}

/** Rows that could not be read at all, as against those that were walked through the stages and dropped. */
function isUnread(row: RedactRow): boolean {
  return row.ms.total === 0;
}

async function redactManifest(manifest: string, out: string, options: RedactOptions): Promise<void> {
  const rows = parseManifest(readText(manifest));
  const root = options.root ?? dirname(manifest);
  const parts = { gate: wireGate(await wireSenses("auto"), options.mode), reader: new SoundFileReader() };
  makeOutFolder(out);
  const results: (RedactRow | undefined)[] = new Array(rows.length);
  const progress = progressBar("redact", rows.length);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index];
      if (!row) continue;
      const place: RowPlace = {
        row: index,
        path: row.path,
        transcript: options.showTranscript ? "shown" : "hidden",
      };
      const result = await redactRow(row, join(root, row.path), place, parts);
      writeResult(out, result);
      results[index] = result.row;
      progress.advance();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, Math.max(1, rows.length)) }, work));
  progress.finish();
  const done = results.filter((row) => row !== undefined);
  writeFileSync(join(out, "report.jsonl"), done.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const unread = done.filter(isUnread).length;
  const dropped = done.filter((row) => row.decision === "drop").length;
  process.stdout.write(
    `${done.length} rows: ${done.length - dropped} forwarded, ${dropped} dropped${unread > 0 ? ` (${unread} could not be read, see reason in the report)` : ""}\n`,
  );
  if (unread > 0) process.exitCode = 1;
}

function describe(row: RedactRow): string {
  const head =
    row.decision === "forward" ? `forwarded, ${row.spans.length} cut(s)` : `dropped: ${row.reason}`;
  const spans = row.spans.map(
    (s) =>
      `  ${s.start.toFixed(2)} - ${s.end.toFixed(2)} s  ${s.types.join(", ")}  (${s.sources.join(", ")})`,
  );
  const { recognise, find, align, redact, verify, total } = row.ms;
  const ms = `  ms: recognise ${recognise}, find ${find}, align ${align}, redact ${redact}, verify ${verify}, total ${total}`;
  return [`${row.path}: ${row.duration.toFixed(2)} s, ${head}`, ...spans, ms].join("\n");
}

async function redactFile(file: string, options: RedactOptions): Promise<void> {
  const parts = { gate: wireGate(await wireSenses("auto"), options.mode), reader: new SoundFileReader() };
  const place: RowPlace = { row: 0, path: file, transcript: options.showTranscript ? "shown" : "hidden" };
  const { row, left } = await redactRow({ path: file }, file, place, parts);
  if (isUnread(row)) await readRow({ path: file }, file, parts.reader);
  if (options.out) {
    makeOutFolder(options.out);
    writeResult(options.out, { row, left });
  }
  if (options.json) {
    printJson(row);
    return;
  }
  process.stdout.write(`${describe(row)}\n`);
  if (row.transcript !== undefined) process.stdout.write(`  heard: ${row.transcript}\n`);
  if (typeof left === "string") process.stdout.write(`  leaves: ${left}\n`);
  else if (left) {
    const cuts = row.spans.map(({ start, end }) => ({ start: start * 16_000, end: end * 16_000 }));
    process.stdout.write(`  leaves: ${drawWaveform(left, cuts, PICTURE_COLUMNS)}\n`);
  }
}

export function addRedactCommand(program: Command): void {
  program
    .command("redact [file]")
    .description("cuts what is personal out of a sound file, or of every row of a manifest")
    .option("--manifest <file>", "JSON Lines; each row has path and may have start and end in seconds")
    .option("--root <folder>", "folder of the manifest's paths (default: the manifest's own)")
    .option("--out <folder>", "where the redacted sound and report.jsonl go")
    .addOption(
      new Option("--mode <mode>", "what may leave").choices(["redact", "strict", "text"]).default("redact"),
    )
    .option("--jobs <n>", "rows at a time", positiveInteger, availableParallelism())
    .option("--show-transcript", "put what was heard into the report; it holds everything that is personal")
    .option("--json", "one file: the report as JSON")
    .action(async (file: string | undefined, options: RedactOptions) => {
      if (options.manifest !== undefined && file === undefined) {
        if (options.out === undefined) throw new SottoError("USAGE", "--manifest needs --out");
        await redactManifest(options.manifest, options.out, options);
      } else if (file !== undefined && options.manifest === undefined) await redactFile(file, options);
      else throw new SottoError("USAGE", "give either a file or --manifest");
    });
}
