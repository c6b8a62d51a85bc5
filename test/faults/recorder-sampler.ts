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

/** The strangers among the processes, with the time of their first sight. */
const strangers = new Map<string, number>();
let allAgainMs = 0;
let hiddenFor = 0;

function nowMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

function isRecorder(pid: string): boolean {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
    return line.slice(0, Math.max(0, line.indexOf("\0"))) === name;
  } catch {
    return false; // it has ended since the list was read
  }
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
    const seenMs = strangers.get(pid);
    const isOld = seenMs !== undefined && now - seenMs > YOUNG_MS;
    if (isOld && !isAll) continue;
    if (isRecorder(pid)) {
      found = true;
      if (isOld) hiddenFor += 1;
    } else if (seenMs === undefined) strangers.set(pid, now);
  }
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
