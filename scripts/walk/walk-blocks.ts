export const WALKERS = ["laptop", "device"] as const;
export type Walker = (typeof WALKERS)[number];

/** A block of shell in a page that says how something is done, to be run as it stands. */
export interface WalkBlock {
  /** Who runs it: the owner on the laptop, root on the device. */
  readonly by: Walker;
  /** The line of its first command, from 1. */
  readonly line: number;
  readonly script: string;
}

const OPENING = /^( *)```sh walk (\w+)$/;

function isWalker(name: string): name is Walker {
  return WALKERS.some((walker) => walker === name);
}

/**
 * The blocks of a page that are marked with "sh walk laptop" or "sh walk device", in their order, without the indentation of
 * the list that they stand in. Each is whole by itself: it needs no variable and no folder of the one before.
 * @returns what is marked with somebody else's name is given back as `unknown`
 */
export function walkBlocks(page: string): {
  readonly blocks: readonly WalkBlock[];
  readonly unknown: readonly string[];
} {
  const lines = page.split("\n");
  const blocks: WalkBlock[] = [];
  const unknown: string[] = [];
  for (const [at, text] of lines.entries()) {
    const [, indent, by] = OPENING.exec(text) ?? [];
    if (indent === undefined || by === undefined) continue;
    const length = lines.slice(at + 1).findIndex((line) => line.trim() === "```");
    const body = lines.slice(at + 1, at + 1 + length).map((line) => line.slice(indent.length));
    if (isWalker(by)) blocks.push({ by, line: at + 2, script: `${body.join("\n")}\n` });
    else unknown.push(by);
  }
  return { blocks, unknown };
}
