import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SoundFileReader } from "../../src/capture/edge/sound-file.js";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import type { HotLoop } from "../../src/hotloop/hop-scores.js";
import { Random } from "../voices/random.js";

const rowSchema = z.object({ path: z.string(), pii: z.boolean().nullable() });
const PAD = 32_000;
/** About -70 dBFS. */
const ROOM_TONE = 0.0011;

export interface SpottedClips {
  readonly personal: number;
  readonly spotted: number;
  readonly harmless: number;
  readonly accused: number;
}

/** Highest spotter score of each clip of a set against whether the clip holds personal data. */
export async function spotClips(
  data: string,
  set: string,
  loop: HotLoop,
  threshold: number,
): Promise<SpottedClips> {
  const reader = new SoundFileReader();
  const count = { personal: 0, spotted: 0, harmless: 0, accused: 0 };
  const random = new Random(7);
  const lines = (await readFile(join(data, "manifests", `${set}.jsonl`), "utf8"))
    .split("\n")
    .filter((l) => l !== "");
  for (const line of lines) {
    const { path, pii } = rowSchema.parse(JSON.parse(line));
    if (pii === null) continue;
    const { audio } = await reader.read(join(data, path));
    const sound = new Float32Array(audio.samples.length + 2 * PAD);
    for (let i = 0; i < sound.length; i++) sound[i] = (random.next() - 0.5) * ROOM_TONE;
    sound.set(audio.samples, PAD);
    const over = highest(loop, sound) >= threshold ? 1 : 0;
    if (pii) {
      count.personal++;
      count.spotted += over;
    } else {
      count.harmless++;
      count.accused += over;
    }
  }
  return count;
}

function highest(loop: HotLoop, sound: Float32Array): number {
  loop.reset();
  let most = 0;
  for (let at = 0; at + HOP_SAMPLES <= sound.length; at += HOP_SAMPLES) {
    most = Math.max(most, loop.hop(sound.subarray(at, at + HOP_SAMPLES)).spotter);
  }
  return most;
}
