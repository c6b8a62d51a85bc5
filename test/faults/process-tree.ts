import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

interface Known {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
}

function readKnown(pid: number): Known | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field, the program's name in brackets, may hold blanks and brackets.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return { pid, parent, args: readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0") };
  } catch {
    return undefined; // it has ended since the list was read
  }
}

/** The process and all below it, whatever namespaces they live in; outermost first. */
export function processTree(root: number): readonly number[] {
  return treeOf(root).map(({ pid }) => pid);
}

function treeOf(root: number): readonly Known[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readKnown(Number(name)) ?? []);
  const tree: Known[] = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/**
 * The program itself below its sandbox: the process of Node that runs this entry. Undefined while it is not there yet,
 * or no more.
 */
export function programBelow(root: number, entry: string): number | undefined {
  return treeOf(root).find(
    ({ args }) =>
      basename(args[0] ?? "").startsWith("node") && args.slice(1).some((arg) => basename(arg) === entry),
  )?.pid;
}

export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}
