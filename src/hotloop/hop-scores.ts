/** Wake words shipped with the project, in the order of their head's scores. Others are enrolled. */
export const WAKE_WORDS = ["computer", "alexa", "jarvis"] as const;
export type WakeWord = (typeof WAKE_WORDS)[number];

/**
 * What the hot loop says about one hop of 80 ms. The object and its arrays are reused: read them before the next hop.
 */
export interface HopScores {
  /** False for the hops after a reset in which the embedding's window is not yet full. */
  ready: boolean;
  /** Probability of speech in this hop. */
  speech: number;
  /** Probability that each wake word has just ended, in the order of the hot loop's `words`. */
  readonly wake: Float32Array;
  /** Calibrated score of personal data read out about 0.4 s ago, in [0, 1]; SPOTTER_POINTS say what it means. */
  spotter: number;
}

/** The hot loop as its users see it. Synchronous; allocates nothing per hop. */
export interface HotLoop {
  /** Wake words of the scores, in their order. Words beside those asked for may be among them. */
  readonly words: readonly string[];
  /** `samples` are HOP_SAMPLES floats in [-1, 1]. The answer is valid until the next call. */
  hop(samples: Float32Array): HopScores;
  /**
   * Highest score of the stricter head over the last hops, for one of `words`; undefined for a word that has none. Slower
   * than a hop: for first looks alone.
   * @param untilReady is given until that head has heard enough since a reset
   */
  strictScore(word: string, untilReady: number): number | undefined;
  /** Forgets all sound heard so far, overwriting every buffer. */
  reset(): void;
}
