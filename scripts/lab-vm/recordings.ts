import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeFile } from "../../src/capture/edge/decode-file.js";
import { wavFile } from "../../src/read/wav-file.js";

const RECORDINGS = fileURLToPath(new URL("../demo/recordings/", import.meta.url));

/** The demonstration's recordings as WAV, which the machine's own player takes. */
export async function layOutRecordings(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(RECORDINGS).filter((each) => each.endsWith(".flac"))) {
    const parts: Float32Array[] = [];
    let rateHz = 16_000;
    for await (const { format, block } of decodeFile(join(RECORDINGS, name))) {
      rateHz = format.rateHz;
      parts.push(...block.slice(0, 1).map((part) => Float32Array.from(part)));
    }
    const samples = Float32Array.from(parts.flatMap((part) => [...part]));
    writeFileSync(join(folder, `${basename(name, ".flac")}.wav`), wavFile(samples, rateHz));
  }
}
