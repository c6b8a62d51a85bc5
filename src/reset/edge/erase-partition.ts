import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { constants, readFileSync, realpathSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { SottoError } from "../../domain/errors.js";
import type { Proof } from "../reset-report.js";
import { PIECE_BYTES, RandomPattern } from "./random-pattern.js";

const SECTOR_BYTES = 512;

export type EraseProgress = (what: "overwriting" | "reading", bytes: number, of: number) => void;

/** Of a partition, or of a file in its place. @throws SottoError RESET_FAILED */
export function sizeOf(device: string): number {
  try {
    const status = statSync(device);
    if (status.isFile()) return status.size;
    // The kernel's account, in sectors of 512 bytes whatever the disk's own are.
    const sectors = readFileSync(`/sys/class/block/${basename(realpathSync(device))}/size`, "utf8");
    return Number(sectors.trim()) * SECTOR_BYTES;
  } catch (cause) {
    throw new SottoError("RESET_FAILED", `${device} is not there`, cause);
  }
}

/**
 * Overwrites every byte of a partition that nobody has mounted, and reads every byte back.
 * @throws SottoError RESET_FAILED where it cannot be written or read to its end
 */
export async function erasePartition(
  device: string,
  progress: EraseProgress,
): Promise<{ readonly overwritten: number; readonly proof: Proof }> {
  const pattern = new RandomPattern();
  const size = sizeOf(device);
  if (size === 0) throw new SottoError("RESET_FAILED", `${device} has no bytes`);
  const overwritten = await overwrite({ device, size, pattern, progress });
  return { overwritten, proof: await readBack({ device, size, pattern, progress }) };
}

interface Pass {
  readonly device: string;
  readonly size: number;
  readonly pattern: RandomPattern;
  readonly progress: EraseProgress;
}

async function overwrite({ device, size, pattern, progress }: Pass): Promise<number> {
  let at = 0;
  try {
    // O_EXCL on a block device: the kernel refuses one that is mounted anywhere.
    const file = await open(device, isBlock(device) ? constants.O_RDWR | constants.O_EXCL : "r+");
    try {
      while (at < size) {
        const piece = pattern.piece(at / PIECE_BYTES, Math.min(PIECE_BYTES, size - at));
        for (let done = 0; done < piece.length; ) {
          done += (await file.write(piece, done, piece.length - done, at + done)).bytesWritten;
        }
        at += piece.length;
        // In steps: else a slow card would take all of it at the end, and nobody saw how far it is.
        await file.datasync();
        progress("overwriting", at, size);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new SottoError("RESET_FAILED", `${device} could not be overwritten at ${at}`, cause);
  }
  return at;
}

function isBlock(device: string): boolean {
  return statSync(device).isBlockDevice();
}

/** By direct reads, which come from the card and not from the memory that has just been written. */
async function readBack({ device, size, pattern, progress }: Pass): Promise<Proof> {
  const hash = createHash("sha256");
  const words = [
    `if=${device}`,
    `bs=${PIECE_BYTES}`,
    "status=none",
    ...(isBlock(device) ? ["iflag=direct"] : []),
  ];
  const dd: ChildProcess = spawn("dd", words, { stdio: ["ignore", "pipe", "inherit"] });
  const failed = new Promise<never>((_resolve, reject) => {
    dd.once("error", (cause) => reject(new SottoError("RESET_FAILED", "dd could not be started", cause)));
  });
  const ended = once(dd, "close");
  const read = async (): Promise<Proof> => {
    let at = 0;
    let expected: Buffer = Buffer.alloc(0);
    for await (const chunk of dd.stdout ?? []) {
      if (!(chunk instanceof Buffer)) throw new SottoError("INTERNAL", "a stream of text");
      hash.update(chunk);
      for (let done = 0; done < chunk.length; ) {
        if (at + done >= size) return { kind: "failed", at: at + done, bytes: size };
        const within = (at + done) % PIECE_BYTES;
        if (within === 0) {
          const number = (at + done) / PIECE_BYTES;
          expected = pattern.piece(number, Math.min(PIECE_BYTES, size - at - done));
        }
        const part = Math.min(chunk.length - done, expected.length - within);
        const wrong = firstDifference(
          chunk.subarray(done, done + part),
          expected.subarray(within, within + part),
        );
        if (wrong !== undefined) return { kind: "failed", at: at + done + wrong, bytes: size };
        done += part;
      }
      at += chunk.length;
      progress("reading", at, size);
    }
    return at === size
      ? { kind: "proved", bytes: at, sha256: hash.digest("hex") }
      : { kind: "failed", at, bytes: size };
  };
  try {
    return await Promise.race([read(), failed]);
  } finally {
    dd.kill("SIGKILL");
    await ended;
  }
}

function firstDifference(a: Buffer, b: Buffer): number | undefined {
  if (a.equals(b)) return undefined;
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length : at;
}
