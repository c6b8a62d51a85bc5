import { readFile } from "node:fs/promises";
import type { Recogniser } from "../../src/transcript/recogniser.js";
import { Random } from "../voices/random.js";
import { appendHeard, type Heard, heardOf } from "./heard.js";
import { inNoise } from "./in-noise.js";

/** dB of the speech's louder half over the noise, once hard and once mild. */
const LEVELS = [
  { from: 5, to: 11 },
  { from: 11, to: 22 },
] as const;

export interface Hearer {
  readonly recogniser: Recogniser;
  /** 16 kHz; without it utterances are heard as said alone. */
  readonly noise: Float32Array | undefined;
  /** Where hearings are added, one a line. */
  readonly out: string;
}

/** Hears one utterance as it was said, and in hard and in mild noise. Its name is the seed. */
export async function hearSound(
  { recogniser, noise, out }: Hearer,
  said: Pick<Heard, "name" | "marked" | "speaker">,
  samples: Float32Array,
): Promise<void> {
  const random = new Random([...said.name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) >>> 0, 7));
  const levels = LEVELS.map(({ from, to }) => Math.round((from + random.next() * (to - from)) * 10) / 10);
  for (const snr of [null, ...(noise === undefined ? [] : levels)]) {
    const sound = snr === null || noise === undefined ? samples : inNoise(samples, noise, snr, random);
    const hearing = await recogniser.hear(sound);
    await appendHeard(out, heardOf({ ...said, snr }, hearing.transcript));
    hearing.release();
  }
}

/** @param path 16 kHz, 16-bit samples without a header */
export async function readNoise(path: string): Promise<Float32Array> {
  const file = await readFile(path);
  return Float32Array.from({ length: file.length / 2 }, (_, i) => file.readInt16LE(2 * i) / 32_768);
}
