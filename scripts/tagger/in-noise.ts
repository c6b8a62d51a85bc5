import { activeRms } from "../train/room.js";
import type { Random } from "../voices/random.js";

/**
 * Lays noise under speech at a level: `decibels` of the speech's louder half over the noise's.
 * @param noise a long recording, a stretch of which is taken
 */
export function inNoise(
  speech: Float32Array,
  noise: Float32Array,
  decibels: number,
  random: Random,
): Float32Array {
  const from = random.whole(0, Math.max(0, noise.length - speech.length));
  const piece = noise.subarray(from, from + speech.length);
  const scale = (activeRms(speech) * 10 ** (-decibels / 20)) / (activeRms(piece) + 1e-5);
  return speech.map((sample, i) => Math.max(-1, Math.min(1, sample + scale * (piece[i] ?? 0))));
}
