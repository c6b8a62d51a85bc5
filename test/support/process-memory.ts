import { closeSync, openSync, readFileSync, readSync } from "node:fs";

const CHUNK_BYTES = 16_000_000;

export interface MemorySearch {
  /** Names of the needles that were found. */
  readonly found: readonly string[];
  readonly searchedBytes: number;
}

/** Looks for byte strings in all memory of a living process that can be read; needles are at most 1 kB long. */
export function searchMemory(pid: number, needles: Readonly<Record<string, Buffer>>): MemorySearch {
  const found = new Set<string>();
  let searchedBytes = 0;
  const memory = openSync(`/proc/${pid}/mem`, "r");
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const [, from, to, mode] = /^([0-9a-f]+)-([0-9a-f]+) (....) /.exec(line) ?? [];
      if (from === undefined || to === undefined || !mode?.startsWith("r") || line.includes("[v")) continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += CHUNK_BYTES) {
        // Chunks overlap by more than a needle.
        const chunk = readAt(memory, at, Math.min(CHUNK_BYTES + 1_024, end - at));
        searchedBytes += Math.min(chunk.length, CHUNK_BYTES);
        for (const [name, needle] of Object.entries(needles)) if (chunk.includes(needle)) found.add(name);
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found].sort(), searchedBytes };
}

/** Pages that were never touched can't be read and hold nothing. */
function readAt(memory: number, at: number, length: number): Buffer {
  const chunk = Buffer.allocUnsafe(length);
  try {
    return chunk.subarray(0, readSync(memory, chunk, 0, length, at));
  } catch {
    return Buffer.alloc(0);
  }
}
