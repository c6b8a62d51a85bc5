import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import { type HopScores, WAKE_WORDS } from "../hotloop/hop-scores.js";

/** A wake word may have been said: the second look decides. */
export interface FirstLook {
  readonly word: string;
  /** Mean probability of the hops that decided. */
  readonly score: number;
  /** Estimate of the sample at which the word ended, counted from the last reset. */
  readonly endSample: number;
}

export interface FirstLookOptions {
  /** Of the mean over the hops of smoothing; sensitive, because a look costs a recognition and a miss costs the user. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly smoothingHops: number;
  /** Of words that have one of their own. */
  readonly smoothing?: Readonly<Record<string, number>>;
  /**
   * Seconds from the end of a word to the middle of the hops that decided, where they were measured; they hang on the
   * threshold, and may be negative: a sensitive one is passed before the word is over.
   */
  readonly delays?: Readonly<Record<string, number>>;
  /** Words of the hot loop's scores, in their order; default the shipped ones. */
  readonly order?: readonly string[];
  /** Words that are listened for; default all. */
  readonly words?: readonly string[];
}

/** Of two looks in this time the second is the same word again. */
export const REFRACTORY_SAMPLES = 2 * SAMPLE_RATE_HZ;
/**
 * The heads were taught to answer from 0.1 s to 0.5 s after the end of a word, so the first hop over the threshold
 * ends about this long after it.
 */
export const USUAL_DELAY_SECONDS = 0.14;

/** One word that is listened for. */
interface Listened {
  readonly word: string;
  /** Its place in the scores. */
  readonly index: number;
  readonly threshold: number;
  readonly delaySamples: number;
  /** Its last scores; slots are overwritten in turn. */
  readonly recent: Float32Array;
}

/** Turns the scores of the hot loop into first looks, at most one in two seconds. */
export class FirstLookDetector {
  readonly #listened: readonly Listened[];
  #hops = 0;
  #readyHops = 0;
  #silentUntil = 0;

  /** @throws SottoError WORD_UNKNOWN for a word without scores or without a threshold: it would never be heard */
  constructor(options: FirstLookOptions) {
    const order = options.order ?? WAKE_WORDS;
    this.#listened = (options.words ?? order).map((word): Listened => {
      const index = order.indexOf(word);
      const threshold = options.thresholds[word];
      if (index < 0 || threshold === undefined) {
        throw new SottoError("WORD_UNKNOWN", `${JSON.stringify(word)} is not among ${order.join(", ")}`);
      }
      const hops = options.smoothing?.[word] ?? options.smoothingHops;
      const delaySamples = (options.delays?.[word] ?? USUAL_DELAY_SECONDS) * SAMPLE_RATE_HZ;
      return { word, index, threshold, delaySamples, recent: new Float32Array(hops) };
    });
  }

  /** Call it once for every hop, in order. Allocates only where there is a look. */
  hop(scores: HopScores): FirstLook | undefined {
    this.#hops++;
    if (!scores.ready) return undefined;
    for (let i = 0; i < this.#listened.length; i++) {
      const listened = this.#listened[i];
      if (listened === undefined) continue;
      const { recent, index } = listened;
      recent[this.#readyHops % recent.length] = scores.wake[index] ?? 0;
    }
    this.#readyHops++;
    const now = this.#hops * HOP_SAMPLES;
    if (now < this.#silentUntil) return undefined;
    const loudest = this.#loudest();
    if (loudest === undefined) return undefined;
    this.#silentUntil = now + REFRACTORY_SAMPLES;
    const { word, recent } = loudest;
    return { word, score: meanOf(recent), endSample: endOf(now, loudest) };
  }

  reset(): void {
    for (const { recent } of this.#listened) recent.fill(0);
    this.#hops = 0;
    this.#readyHops = 0;
    this.#silentUntil = 0;
  }

  /** Of the words over their thresholds, the one with the highest mean. */
  #loudest(): Listened | undefined {
    let best: Listened | undefined;
    let most = 0;
    for (let i = 0; i < this.#listened.length; i++) {
      const listened = this.#listened[i];
      if (listened === undefined) continue;
      const mean = meanOf(listened.recent);
      // No number is no look.
      if (!(mean >= listened.threshold && mean > most)) continue;
      most = mean;
      best = listened;
    }
    return best;
  }
}

function meanOf(recent: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < recent.length; i++) sum += recent[i] ?? 0;
  return sum / recent.length;
}

/** Smoothing crosses the threshold half of its hops later than a single score would. */
function endOf(now: number, { recent, delaySamples }: Listened): number {
  const smoothing = ((recent.length - 1) / 2) * HOP_SAMPLES;
  return Math.max(0, Math.round(now - smoothing - delaySamples));
}
