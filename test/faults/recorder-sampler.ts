/**
 * Looks again and again whether a recorder of one name runs and tells each change on standard output, one JSON object
 * a line. A process of its own, so that a busy test does not make it look away.
 *
 * Arguments: the recorder's name (argv[0]), milliseconds between two looks. Ends with its standard input.
 */
import { readdirSync, readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";

const [name = "", everyMs = "5"] = process.argv.slice(2);
/** A new process may still become a recorder by exec; so long its name is read at every look. */
const YOUNG_MS = 500;
/** And so often every name is read again, so that nothing hides behind that. */
const ALL_AGAIN_MS = 1_000;

interface Stranger {
  readonly seenMs: number;
  /** Its command line. A process between fork and exec has that of its parent. */
  readonly line: string;
}

const strangers = new Map<string, Stranger>();
/** Command lines that several processes share: one of them may be about to become another program. */
let shared = new Set<string>();
let allAgainMs = 0;
let hiddenFor = 0;

function nowMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return ""; // it has ended since the list was read
  }
}

function isSettled({ seenMs, line }: Stranger, now: number): boolean {
  return now - seenMs > YOUNG_MS && !shared.has(line);
}

function sharedLines(): Set<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const { line } of strangers.values()) {
    // The kernel's own threads have none.
    if (once.has(line) && line !== "") twice.add(line);
    once.add(line);
  }
  return twice;
}

function isOpen(): boolean {
  const now = nowMs();
  const isAll = now - allAgainMs >= ALL_AGAIN_MS;
  if (isAll) allAgainMs = now;
  const pids = readdirSync("/proc").filter((entry) => entry >= "0" && entry < ":");
  const present = new Set(pids);
  for (const pid of strangers.keys()) if (!present.has(pid)) strangers.delete(pid);
  let found = false;
  for (const pid of pids) {
    const known = strangers.get(pid);
    const settled = known !== undefined && isSettled(known, now);
    if (settled && !isAll) continue;
    const line = commandLine(pid);
    if (line.slice(0, Math.max(0, line.indexOf("\0"))) === name) {
      found = true;
      if (settled) hiddenFor += 1;
      strangers.delete(pid);
    } else if (known?.line !== line) strangers.set(pid, { seenMs: known?.seenMs ?? now, line });
  }
  shared = sharedLines();
  return found;
}

let wasOpen = false;
let lookedMs = nowMs();
let looks = 0;
let widestGapMs = 0;

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function look(): void {
  const open = isOpen();
  const now = nowMs();
  looks += 1;
  widestGapMs = Math.max(widestGapMs, now - lookedMs);
  if (open !== wasOpen) tell({ kind: "change", on: open, afterMs: lookedMs, byMs: now });
  wasOpen = open;
  lookedMs = now;
}

try {
  // Where it may (as root), so that a machine that is busy with the house does not make it look seldom.
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  tell({ kind: "note", note: "ordinary priority" });
}
tell({ kind: "looking", sinceMs: lookedMs });
const timer = setInterval(look, Number(everyMs));
process.stdin.on("end", () => {
  clearInterval(timer);
  look();
  tell({ kind: "end", looks, widestGapMs, hiddenFor, atMs: lookedMs });
});
process.stdin.resume();
