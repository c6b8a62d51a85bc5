import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../domain/audio.js";
import { type HopScores, WAKE_WORDS, type WakeWord } from "../hotloop/hop-scores.js";

/** A wake word may have been said: the second look decides. */
export interface FirstLook {
  readonly word: WakeWord;
  /** Mean probability of the hops that decided. */
  readonly score: number;
  /** Estimate of the sample at which the word ended, counted from the last reset. */
  readonly endSample: number;
}

export interface FirstLookOptions {
  /** Of the mean over `smoothingHops`; sensitive, because a look costs a recognition and a miss costs the user. */
  readonly thresholds: Readonly<Record<WakeWord, number>>;
  readonly smoothingHops: number;
  /** Words that are listened for; default all. */
  readonly words?: readonly WakeWord[];
}

/** Of two looks in this time the second is the same word again. */
export const REFRACTORY_SAMPLES = 2 * SAMPLE_RATE_HZ;
/**
 * The heads were taught to answer from 0.1 s to 0.5 s after the end of a word, so the first hop over the threshold
 * ends about this long after it.
 */
const DECISION_DELAY_SAMPLES = 0.14 * SAMPLE_RATE_HZ;

/** Turns the scores of the hot loop into first looks, at most one in two seconds. */
export class FirstLookDetector {
  readonly #options: FirstLookOptions;
  readonly #listened: readonly boolean[];
  /** The last scores of each word; slots are overwritten in turn. */
  readonly #recent: readonly Float32Array[];
  #hops = 0;
  #readyHops = 0;
  #silentUntil = 0;

  constructor(options: FirstLookOptions) {
    this.#options = options;
    const words = options.words ?? WAKE_WORDS;
    this.#listened = WAKE_WORDS.map((word) => words.includes(word));
    this.#recent = WAKE_WORDS.map(() => new Float32Array(options.smoothingHops));
  }

  /** Call it once for every hop, in order. Allocates only where there is a look. */
  hop(scores: HopScores): FirstLook | undefined {
    const slot = this.#readyHops % this.#options.smoothingHops;
    this.#hops++;
    if (!scores.ready) return undefined;
    this.#readyHops++;
    for (let word = 0; word < this.#recent.length; word++) {
      const recent = this.#recent[word];
      if (recent !== undefined) recent[slot] = scores.wake[word] ?? 0;
    }
    const now = this.#hops * HOP_SAMPLES;
    if (now < this.#silentUntil) return undefined;
    const word = this.#loudest();
    if (word === undefined) return undefined;
    this.#silentUntil = now + REFRACTORY_SAMPLES;
    return { word, score: this.#mean(WAKE_WORDS.indexOf(word)), endSample: this.#endOf(now) };
  }

  reset(): void {
    for (const recent of this.#recent) recent.fill(0);
    this.#hops = 0;
    this.#readyHops = 0;
    this.#silentUntil = 0;
  }

  /** Of the words over their thresholds, the one with the highest mean. */
  #loudest(): WakeWord | undefined {
    let best: WakeWord | undefined;
    let most = 0;
    for (let index = 0; index < WAKE_WORDS.length; index++) {
      const word = WAKE_WORDS[index];
      if (word === undefined || this.#listened[index] !== true) continue;
      const mean = this.#mean(index);
      if (mean < this.#options.thresholds[word] || mean <= most) continue;
      most = mean;
      best = word;
    }
    return best;
  }

  #mean(index: number): number {
    const recent = this.#recent[index];
    if (recent === undefined) return 0;
    let sum = 0;
    for (let i = 0; i < recent.length; i++) sum += recent[i] ?? 0;
    return sum / recent.length;
  }

  /** Smoothing crosses the threshold half of its hops later than a single score would. */
  #endOf(now: number): number {
    const smoothing = ((this.#options.smoothingHops - 1) / 2) * HOP_SAMPLES;
    return Math.max(0, Math.round(now - smoothing - DECISION_DELAY_SAMPLES));
  }
}
