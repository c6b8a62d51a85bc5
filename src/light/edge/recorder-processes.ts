import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../keys/edge/private-file.js";

const PROCESSES = "/proc";

export interface RecorderProcess {
  readonly pid: number;
  /** The process group as seen from here; 0 when its leader lives outside of this process namespace. */
  readonly group: number;
}

/**
 * Every process whose argv[0] is `name`, from the kernel's list: children of ours and orphans, in this process
 * namespace and in those below it. A process that has ended and was not waited for has no name any more.
 */
export function findRecorders(name: string): readonly RecorderProcess[] {
  const found: RecorderProcess[] = [];
  for (const entry of readdirSync(PROCESSES)) {
    if (!/^\d+$/.test(entry) || nameOf(entry) !== name) continue;
    found.push({ pid: Number(entry), group: groupOf(entry) });
  }
  return found;
}

/**
 * SIGKILL to each recorder of this name and to the whole of its process group.
 * @returns how many processes bore the name
 */
export function endRecorders(name: string): number {
  const recorders = findRecorders(name);
  for (const { pid, group } of recorders) {
    // A recorder that was started without a group of its own must not take its starter, perhaps us, with it.
    if (group > 1 && group !== ownGroup()) kill(-group);
    kill(pid);
  }
  return recorders.length;
}

function ownGroup(): number {
  return groupOf("self");
}

function nameOf(pid: string): string | undefined {
  const line = readProcess(pid, "cmdline");
  const end = line?.indexOf("\0") ?? -1;
  return end === -1 ? line : line?.slice(0, end);
}

/** Fifth field of stat; the second, the program's name, may hold blanks and brackets. */
function groupOf(pid: string): number {
  const stat = readProcess(pid, "stat") ?? "";
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2] ?? 0);
}

/** Undefined when the process has ended, or may not be looked at and so is none of ours. */
function readProcess(pid: string, file: "cmdline" | "stat"): string | undefined {
  try {
    return readFileSync(join(PROCESSES, pid, file), "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}

function kill(target: number): void {
  try {
    process.kill(target, "SIGKILL");
  } catch (error) {
    // It has ended by itself; or it is a stranger with our recorder's name, which stays found and is told.
    if (!["ESRCH", "EPERM"].includes(systemCode(error) ?? "")) throw error;
  }
}
