import { WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import { wakeResults } from "./evaluate.js";
import type { Features } from "./features.js";

export const SMOOTHING_HOPS = 2;
/** Milder ones were tried once: 0.2 looked up 4 times in 12 minutes of reading and meetings. */
const CANDIDATES = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6] as const;
/** A look elsewhere costs one recognition and is then dropped; a miss costs the user. */
const LOOKS_ELSEWHERE_PER_HOUR = 20;

export interface Scored {
  readonly features: Features;
  /** Wake scores, hop by hop. */
  readonly scores: Float32Array;
}

export function uniform(threshold: number): Record<WakeWord, number> {
  return { computer: threshold, alexa: threshold, jarvis: threshold };
}

/**
 * For each word the mildest candidate that looks elsewhere at most twenty times an hour over the calibration
 * recordings, which are full of words chosen to sound alike.
 */
export function chooseThresholds(sets: readonly Scored[]): Record<WakeWord, number> {
  const strictest = CANDIDATES.at(-1) ?? 0.6;
  const chosen = uniform(strictest);
  for (const threshold of CANDIDATES.toReversed()) {
    const rates = looksElsewhere(sets, threshold);
    WAKE_WORDS.forEach((word, index) => {
      if ((rates[index] ?? 0) <= LOOKS_ELSEWHERE_PER_HOUR) chosen[word] = threshold;
    });
  }
  return chosen;
}

/** An hour, for each word. */
function looksElsewhere(sets: readonly Scored[], threshold: number): number[] {
  const options = { thresholds: uniform(threshold), smoothingHops: SMOOTHING_HOPS };
  const results = sets.map(({ features, scores }) => wakeResults(features, scores, options));
  return WAKE_WORDS.map((_, index) => {
    const mine = results.map((words) => words[index]);
    const count = mine.reduce((sum, result) => sum + (result?.falseAccepts ?? 0), 0);
    return count / mine.reduce((sum, result) => sum + (result?.hours ?? 0), 0);
  });
}
