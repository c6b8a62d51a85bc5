/** One token of the recogniser, with the probability it gave that token itself. */
export interface Token {
  readonly id: number;
  /** As printed, a leading space marking the start of a word. */
  readonly text: string;
  readonly probability: number;
  /** The probability that a word with a capital letter would begin here: all such tokens of the vocabulary together. */
  readonly capital: number;
}

/** One printed word: what lies between two spaces, punctuation included. */
export interface Word {
  /** As the recogniser printed it, with case and punctuation. */
  readonly text: string;
  /** Index of its first token, and one past its last. */
  readonly tokenStart: number;
  readonly tokenEnd: number;
  /** Lowest probability among its tokens: the recogniser's own doubt (below .7 in 83 % of misheard names). */
  readonly probability: number;
  /**
   * How far the recogniser held this word for one with a capital letter, in [0, 1], whatever it printed in the end: of a
   * name that it wrote as a common word a good part is often left (its second-best tokens).
   */
  readonly capital: number;
}

/** Why a transcript can't be trusted as a whole. */
export type Doubt = "looping" | "too-fast" | "guessing" | "low-probability" | "low-snr" | "no-words";

export interface Transcript {
  readonly words: readonly Word[];
  readonly tokens: readonly Token[];
  /** Empty when the transcript can be trusted. */
  readonly doubts: readonly Doubt[];
}

/** A run of words, end exclusive. */
export interface WordRange {
  readonly wordStart: number;
  readonly wordEnd: number;
}
