import type { Command } from "commander";
import { SottoError } from "../domain/errors.js";
import { inspectOutbox } from "../outbox/edge/inspect-outbox.js";
import { type HistoryEntry, outboxFolder } from "../outbox/outbox.js";
import { configOf, foldersOf, printJson } from "./options.js";

const DEFAULT_ROWS = 50;

interface Options {
  readonly json?: boolean;
  readonly limit: string;
}

/** As the device believed it was; 1970 where the clock had never been set. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

function told(entry: HistoryEntry): string {
  const gone = entry.isErasedAtKeeper ? ", erased at the keeper" : "";
  if (entry.state === "nothing") return "nothing (no clip was known that was meant)";
  const reason = entry.reason === undefined ? "" : ` (${entry.reason})`;
  const signed = entry.signedBy === undefined ? "" : `  signed by ${entry.signedBy}`;
  return `${entry.state}${reason}${gone}${signed}`;
}

function line(entry: HistoryEntry): string {
  const bytes = entry.kind === "clip" ? `${entry.bytes} B`.padStart(9) : " ".repeat(9);
  const kind = entry.kind.padEnd(7);
  return `${timeOf(entry.acceptedAtMs)}  ${kind}  ${entry.id}  ${bytes}  ${timeOf(entry.atMs)}  ${told(entry)}\n`;
}

function show(options: Options, command: Command): void {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new SottoError("USAGE", "--limit takes a whole number from 1");
  const config = configOf(command);
  const view = inspectOutbox(outboxFolder(foldersOf(config).uplink));
  const entries = (view?.history ?? []).slice(0, limit);
  if (options.json) {
    printJson(
      entries.map((entry) => ({ ...entry, reason: entry.reason ?? null, signedBy: entry.signedBy ?? null })),
    );
    return;
  }
  if (entries.length === 0) process.stdout.write("Nothing has been accepted yet.\n");
  for (const entry of entries) process.stdout.write(line(entry));
  const { retentionDays } = config.history;
  process.stdout.write(`Forgotten ${retentionDays} days after it left (history.retentionDays).\n`);
}

export function addHistoryCommand(program: Command): void {
  program
    .command("history")
    .description(
      "what became of clips and erasures, newest first: times (UTC), size, state, who signed for it",
    )
    .option("--limit <n>", "so many at most", String(DEFAULT_ROWS))
    .option("--json", "as JSON")
    .action(show);
}
