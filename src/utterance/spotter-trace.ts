import { HOP_SAMPLES, SAMPLE_RATE_HZ, type SampleSpan } from "../domain/audio.js";
import { SPOTTER_POINTS } from "../hotloop/spotter.js";

/** What the spotter said of one utterance. */
export interface Spotted {
  /** Its highest score, in [0, 1]. */
  readonly highest: number;
  /** Where it was sure enough to convict alone, in samples of the utterance. */
  readonly convicted: readonly SampleSpan[];
}

/** The heads were taught to answer so long after what they heard, and smoothing makes it a hop later. */
const LATE_SAMPLES = 0.4 * SAMPLE_RATE_HZ + HOP_SAMPLES;
/** A score speaks of so much on either side. */
const AROUND_SAMPLES = 0.3 * SAMPLE_RATE_HZ;
/** An utterance has no more hops; its end is decided a while behind its last sample. */
const MOST_HOPS = 256;

/** Scores of the hops of one utterance, in memory taken once. */
export class SpotterTrace {
  readonly #scores = new Float64Array(MOST_HOPS);
  readonly #ends = new Float64Array(MOST_HOPS);
  #count = 0;

  /** One hop, which ended at `position`; hops beyond the longest utterance are not kept. */
  hop(position: number, score: number): void {
    if (this.#count === MOST_HOPS) return;
    this.#scores[this.#count] = score;
    this.#ends[this.#count++] = position;
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
        const from = (this.#ends[first] ?? 0) - LATE_SAMPLES - AROUND_SAMPLES;
        const to = (this.#ends[i - 1] ?? 0) - LATE_SAMPLES + AROUND_SAMPLES;
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
