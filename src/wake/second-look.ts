import { SAMPLE_RATE_HZ } from "../domain/audio.js";

/**
 * How likely the sound is the phrase, compared with what a recogniser would freely write, in (0, 1].
 * The recogniser of the transcript stage is one.
 */
export type Plausibility = (samples: Float32Array, phrase: string) => Promise<number>;

export interface SecondLook {
  readonly verdict: "accepted" | "rejected";
  /** The plausibility, in (0, 1]. */
  readonly score: number;
}

/** What the second look wants to hear: so much up to the first look ... */
export const LOOK_BACK_SAMPLES = 1.3 * SAMPLE_RATE_HZ;
/** ... and so much behind it, because a first look may fall before the word is over. */
export const LOOK_AHEAD_SAMPLES = 0.2 * SAMPLE_RATE_HZ;

/**
 * From here up a word is believed. Near misses of the recogniser ("javis", "travis") lie above it, other
 * speech below it; scripts/eval-second-look.ts prints the trade-off.
 */
const ACCEPTED_FROM = 0.02;

/** The stricter look at a wake word, over its whole window, before a clip may exist. */
export async function lookAgain(
  plausibility: Plausibility,
  samples: Float32Array,
  word: string,
): Promise<SecondLook> {
  const score = await plausibility(samples, word);
  // Anything but a number at or above the threshold is no wake: a detector that fails does not let sound out.
  return { verdict: score >= ACCEPTED_FROM ? "accepted" : "rejected", score };
}

/** The part of `samples` that the second look wants, given where in it the first look fell. */
export function lookWindow(samples: Float32Array, firstLookSample: number): Float32Array {
  const start = Math.max(0, Math.min(samples.length, firstLookSample - LOOK_BACK_SAMPLES));
  const end = Math.min(samples.length, Math.max(start, firstLookSample + LOOK_AHEAD_SAMPLES));
  return samples.subarray(start, end);
}
