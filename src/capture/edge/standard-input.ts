import { createReadStream, fstatSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";

const STANDARD_INPUT = 0;

/**
 * Standard input, read by the thread that asks: `process.stdin` of a thread is passed on by the main one, which may be
 * busy. A pipe is read as one, because a read of the file system's that waits for a pipe holds up the end of the process.
 */
export function standardInput(): Readable {
  const stat = fstatSync(STANDARD_INPUT);
  return stat.isFIFO() || stat.isSocket()
    ? new Socket({ fd: STANDARD_INPUT, readable: true, writable: false })
    : createReadStream("", { fd: STANDARD_INPUT });
}
