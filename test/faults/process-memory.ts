import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

export interface Mapping {
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
}

/** Every mapping that the process itself may read; the kernel's own pages apart, which nobody else can read. */
export function readableMappings(pid: number): readonly Mapping[] {
  return readFileSync(`/proc/${pid}/maps`, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, start, end, rights, name = ""] =
        /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
      if (start === undefined || end === undefined || !rights?.startsWith("r")) return [];
      if (name === "[vvar]" || name === "[vsyscall]") return [];
      return [{ start: BigInt(`0x${start}`), end: BigInt(`0x${end}`), name }];
    });
}

const PAGE_BYTES = 4_096n;
const CHUNK_BYTES = 1024 * 1024;
/** Bit 63: in memory, bit 62: swapped out. */
const THERE = 3n << 62n;

export interface MemoryRead {
  readonly bytes: number;
  /** Bytes that are mapped readable, in memory, and could not be read. */
  readonly unread: number;
}

/**
 * Reads all of a process's memory that is there: pages that were never touched hold nothing. `take` gets stretches of
 * at most 1 MiB that lie one after the other, each with `overlapBytes` of the one before it. Lets others work after
 * each: whoever reads may be the one who plays, supervises and shows the lamp.
 * @throws the system's error where this process may not look, or the other one has ended
 */
export async function readMemory(
  pid: number,
  overlapBytes: number,
  take: (memory: Buffer) => void,
): Promise<MemoryRead> {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const pages = openSync(`/proc/${pid}/pagemap`, "r");
  const chunk = Buffer.alloc(CHUNK_BYTES + overlapBytes);
  let bytes = 0;
  let unread = 0;
  try {
    for (const { start, end } of readableMappings(pid)) {
      for (const stretch of present(pages, start, end)) {
        let got = 0;
        for (const piece of piecesOf(memory, stretch, chunk, overlapBytes)) {
          got += piece.newBytes;
          take(piece.bytes);
          await setImmediate();
        }
        bytes += got;
        unread += Number(stretch.end - stretch.start) - got;
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
  return { bytes, unread };
}

interface Stretch {
  readonly start: bigint;
  readonly end: bigint;
}

/** The stretches of pages that are there. */
function* present(pagemap: number, start: bigint, end: bigint): Generator<Stretch> {
  const entries = Buffer.alloc(64 * 1024);
  let from: bigint | undefined;
  for (let at = start; at < end; ) {
    const left = Number((end - at) / PAGE_BYTES);
    const wanted = Math.min(entries.length, left * 8);
    const got = readSync(pagemap, entries, 0, wanted, (at / PAGE_BYTES) * 8n);
    if (got < 8) break;
    for (let i = 0; i + 8 <= got; i += 8) {
      const isThere = (entries.readBigUInt64LE(i) & THERE) !== 0n;
      if (isThere) from ??= at;
      else if (from !== undefined) {
        yield { start: from, end: at };
        from = undefined;
      }
      at += PAGE_BYTES;
    }
  }
  if (from !== undefined) yield { start: from, end };
}

/** In one buffer, which is filled anew for each. */
function* piecesOf(
  memory: number,
  { start, end }: Stretch,
  chunk: Buffer,
  overlapBytes: number,
): Generator<{ readonly bytes: Buffer; readonly newBytes: number }> {
  let kept = 0;
  for (let at = start; at < end; ) {
    const wanted = Math.min(chunk.length - kept, Number(end - at));
    const got = tryRead(memory, chunk, { from: kept, bytes: wanted, at });
    if (got === 0) return;
    at += BigInt(got);
    yield { bytes: chunk.subarray(0, kept + got), newBytes: got };
    const keep = Math.min(overlapBytes, kept + got);
    chunk.copyWithin(0, kept + got - keep, kept + got);
    kept = keep;
  }
}

function tryRead(
  file: number,
  into: Buffer,
  what: { readonly from: number; readonly bytes: number; readonly at: bigint },
): number {
  try {
    return readSync(file, into, what.from, what.bytes, what.at);
  } catch (error) {
    // EIO: the mapping went away, or is a device's; it is told as unread.
    if (error instanceof Error && "code" in error && error.code === "EIO") return 0;
    throw error;
  }
}
