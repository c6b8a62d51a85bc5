import { createHash } from "node:crypto";
import { toPcm16 } from "../../domain/audio.js";
import { encodeFlac } from "../flac.js";

/**
 * Mono 16 kHz samples in [-1, 1] to a 16-bit FLAC file; what lies outside is bounded. Samples that came from
 * 16-bit sound come back bit for bit.
 */
export function writeFlac(samples: Float32Array): Uint8Array {
  const integers = Int16Array.from(samples, toPcm16);
  const bytes = Buffer.alloc(integers.length * 2);
  for (const [i, x] of integers.entries()) bytes.writeInt16LE(x, i * 2);
  return encodeFlac(integers, createHash("md5").update(bytes).digest());
}
