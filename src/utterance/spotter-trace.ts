import { HOP_SAMPLES, SAMPLE_RATE_HZ, type SampleSpan } from "../domain/audio.js";
import { SPOTTER_POINTS, SPOTTER_SMOOTHING_HOPS } from "../hotloop/spotter.js";

/** What the spotter said of one utterance. */
export interface Spotted {
  /** Its highest score, in [0, 1]. */
  readonly highest: number;
  /** Where it was sure enough to convict alone, in samples of the utterance. */
  readonly convicted: readonly SampleSpan[];
}

/** The heads were taught to answer so long after what they heard, and smoothing makes it later by half of its hops. */
export const SPOTTER_LATE_SAMPLES = 0.4 * SAMPLE_RATE_HZ + ((SPOTTER_SMOOTHING_HOPS - 1) / 2) * HOP_SAMPLES;
/** A score speaks of so much on either side. */
const AROUND_SAMPLES = 0.3 * SAMPLE_RATE_HZ;
/** Scores of the hops of one utterance, in memory taken once. */
export class SpotterTrace {
  readonly #scores: Float64Array;
  readonly #ends: Float64Array;
  #count = 0;

  /** @param hops that there is room for; beyond them the highest score stands for all that come */
  constructor(hops: number) {
    this.#scores = new Float64Array(hops);
    this.#ends = new Float64Array(hops);
  }

  /** One hop, which ended at `position`. A score that is no number stays one: nothing leaves for it. */
  hop(position: number, score: number): void {
    const isFull = this.#count === this.#scores.length;
    const slot = isFull ? this.#count - 1 : this.#count++;
    this.#scores[slot] = isFull ? Math.max(score, this.#scores[slot] ?? 0) : score;
    this.#ends[slot] = position;
  }

  /** What was said of the samples from `start` to `end`, positions as they were given. */
  over({ start, end }: SampleSpan): Spotted {
    let highest = 0;
    const convicted: SampleSpan[] = [];
    let first = -1;
    let most = 0;
    for (let i = 0; i <= this.#count; i++) {
      const score = i < this.#count ? (this.#scores[i] ?? 0) : 0;
      highest = Math.max(highest, score);
      if (score >= SPOTTER_POINTS.suspects) {
        if (first < 0) first = i;
        most = Math.max(most, score);
        continue;
      }
      if (most >= SPOTTER_POINTS.convicts) {
        const from = (this.#ends[first] ?? 0) - SPOTTER_LATE_SAMPLES - AROUND_SAMPLES;
        const to = (this.#ends[i - 1] ?? 0) - SPOTTER_LATE_SAMPLES + AROUND_SAMPLES;
        const span = { start: Math.max(0, from - start), end: Math.min(end, to) - start };
        if (span.end > span.start) convicted.push(span);
      }
      first = -1;
      most = 0;
    }
    return { highest, convicted };
  }

  reset(): void {
    this.#count = 0;
  }
}
