import { readFile, writeFile } from "node:fs/promises";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";

const HEADER_BYTES = 44;

/** Samples as 16-bit integers, limited at full scale. */
export function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (value) => Math.round(Math.max(-1, Math.min(1, value)) * 32_767));
}

/** Writes 16 kHz mono, 16 bit. */
export async function writeWav(path: string, samples: Float32Array): Promise<void> {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  file.write("RIFF", 0, "ascii");
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8, "ascii");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  file.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "ascii");
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [i, value] of toInt16(samples).entries()) file.writeInt16LE(value, HEADER_BYTES + i * 2);
  await writeFile(path, file);
}

/** Reads what `writeWav` wrote. */
export async function readOwnWav(path: string): Promise<Float32Array> {
  const file = await readFile(path);
  const count = (file.length - HEADER_BYTES) / 2;
  return Float32Array.from({ length: count }, (_, i) => file.readInt16LE(HEADER_BYTES + i * 2) / 32_767);
}
