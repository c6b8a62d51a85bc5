import { WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import { wakeResults } from "./evaluate.js";
import type { Features } from "./features.js";

export const SMOOTHING_HOPS = 2;
/** A look costs a recognition, a miss costs the user: the search begins with the most sensitive. */
const CANDIDATES = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6] as const;
/** Misses that a stricter threshold may add to those of the most sensitive. */
const ALLOWED_SHARE = 0.015;

export interface Scored {
  readonly features: Features;
  /** Wake scores, hop by hop. */
  readonly scores: Float32Array;
}

export function uniform(threshold: number): Record<WakeWord, number> {
  return { computer: threshold, alexa: threshold, jarvis: threshold };
}

/** For each word the strictest candidate that misses hardly more on the calibration speakers than the mildest does. */
export function chooseThresholds(sets: readonly Scored[]): Record<WakeWord, number> {
  const chosen = uniform(CANDIDATES[0]);
  const misses = CANDIDATES.map((threshold) => missesAt(sets, threshold));
  WAKE_WORDS.forEach((word, index) => {
    const mildest = misses[0]?.[index];
    if (mildest === undefined) return;
    CANDIDATES.forEach((threshold, place) => {
      const now = misses[place]?.[index];
      if (now !== undefined && now.missed <= mildest.missed + ALLOWED_SHARE * mildest.said)
        chosen[word] = threshold;
    });
  });
  return chosen;
}

function missesAt(sets: readonly Scored[], threshold: number): { said: number; missed: number }[] {
  const totals = WAKE_WORDS.map(() => ({ said: 0, missed: 0 }));
  for (const { features, scores } of sets) {
    const results = wakeResults(features, scores, {
      thresholds: uniform(threshold),
      smoothingHops: SMOOTHING_HOPS,
    });
    results.forEach(({ said, missed }, index) => {
      const total = totals[index];
      if (total === undefined) return;
      total.said += said;
      total.missed += missed;
    });
  }
  return totals;
}
