import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

function childrenOf(pid: number): readonly number[] {
  try {
    // A process has threads, and each of them may have started children.
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1")
        .split(" ")
        .filter((each) => each !== "")
        .map(Number),
    );
  } catch {
    return []; // it has ended since it was found
  }
}

function argumentsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // it has ended since it was found
  }
}

/** The process and all below it, whatever namespaces they live in; outermost first. */
export function processTree(root: number): readonly number[] {
  const tree = [root];
  for (const pid of tree) tree.push(...childrenOf(pid));
  return tree;
}

/**
 * The program itself below its sandbox: the process of Node that runs this entry. Undefined while it is not there yet,
 * or no more.
 */
export function programBelow(root: number, entry: string): number | undefined {
  return processTree(root).find((pid) => {
    const [program = "", ...args] = argumentsOf(pid);
    return basename(program).startsWith("node") && args.some((arg) => basename(arg) === entry);
  });
}

export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}
