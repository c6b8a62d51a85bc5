import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toPcm16 } from "../../src/domain/audio.js";
import type { Clip } from "./clip.js";
import { cacheFolder, keyOf } from "./training-cache.js";

interface StoredClip extends Omit<Clip, "samples"> {
  readonly length: number;
}

/** Decoding takes longer than training on a small machine: clips are kept as 16-bit samples in one file. */
export async function cachedClips(
  name: string,
  recipe: unknown,
  make: () => Promise<Clip[]>,
): Promise<Clip[]> {
  const file = join(cacheFolder("train", "clips"), `${name}-${keyOf(recipe)}`);
  if (existsSync(`${file}.json`)) return read(file);
  const clips = await make();
  const total = clips.reduce((sum, clip) => sum + clip.samples.length, 0);
  const all = new Int16Array(total);
  let at = 0;
  for (const { samples } of clips) {
    for (const sample of samples) all[at++] = toPcm16(sample);
  }
  writeFileSync(`${file}.i16`, Buffer.from(all.buffer));
  const stored: StoredClip[] = clips.map(({ samples, ...rest }) => ({ ...rest, length: samples.length }));
  writeFileSync(`${file}.part`, JSON.stringify(stored));
  renameSync(`${file}.part`, `${file}.json`);
  return clips;
}

function read(file: string): Clip[] {
  const stored: StoredClip[] = JSON.parse(readFileSync(`${file}.json`, "utf8"));
  const all = new Int16Array(new Uint8Array(readFileSync(`${file}.i16`)).buffer);
  let at = 0;
  return stored.map(({ length, ...rest }) => {
    const samples = new Float32Array(length);
    for (let i = 0; i < length; i++) samples[i] = (all[at + i] ?? 0) / 32_768;
    at += length;
    return { ...rest, samples };
  });
}
