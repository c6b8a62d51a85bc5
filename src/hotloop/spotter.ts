import type { Head } from "./dense-head.js";

/** Calibrated scores of spoken personal data, the same for every set of heads. */
export const SPOTTER_POINTS = {
  /** From here up other witnesses need less: about one harmless command in twenty lies above it. */
  suspects: 0.8,
  /** From here up it convicts alone: at most one harmless command in two hundred lies above it. */
  convicts: 0.95,
} as const;

/** Hops whose mean is one score: a number lasts longer than a hop, a mistake seldom. */
export const SPOTTER_SMOOTHING_HOPS = 3;

/** What the heads' own card says of the spotter. */
export interface SpotterCalibration {
  /** Mean probabilities that lie at the two points. */
  readonly suspects: number;
  readonly convicts: number;
}

/** The spotter's head at work: the likelier of its kinds, smoothed and calibrated. */
export class Spotter implements Head {
  /** One score in [0, 1]; SPOTTER_POINTS say what it means. */
  readonly scores = new Float32Array(1);
  readonly #head: Head;
  readonly #calibration: SpotterCalibration;
  /** The last scores of the head, one row a hop; rows are overwritten in turn. */
  readonly #recent: Float32Array;
  readonly #kinds: number;
  /** Hops until the head has heard nothing but sound of after a reset. */
  readonly #warmUp: number;
  #row = 0;
  #heard = 0;

  /** @param frames embeddings that the head looks at */
  constructor(head: Head, frames: number, calibration: SpotterCalibration) {
    this.#head = head;
    this.#warmUp = frames;
    this.#calibration = calibration;
    this.#kinds = head.scores.length;
    this.#recent = new Float32Array(SPOTTER_SMOOTHING_HOPS * this.#kinds);
  }

  push(embedding: Float32Array): void {
    this.#head.push(embedding);
    if (this.#heard < this.#warmUp) this.#heard++;
    if (this.#heard < this.#warmUp) return;
    const recent = this.#recent;
    recent.set(this.#head.scores, this.#row * this.#kinds);
    this.#row = (this.#row + 1) % SPOTTER_SMOOTHING_HOPS;
    let most = 0;
    for (let kind = 0; kind < this.#kinds; kind++) {
      let sum = 0;
      for (let at = kind; at < recent.length; at += this.#kinds) sum += recent[at] ?? 0;
      most = Math.max(most, sum / SPOTTER_SMOOTHING_HOPS);
    }
    this.scores[0] = calibrated(most, this.#calibration);
  }

  reset(): void {
    this.#head.reset();
    this.#recent.fill(0);
    this.scores.fill(0);
    this.#row = 0;
    this.#heard = 0;
  }
}

/** Straight lines between 0, the two points and 1: the order of scores stays. */
export function calibrated(probability: number, { suspects, convicts }: SpotterCalibration): number {
  const { suspects: low, convicts: high } = SPOTTER_POINTS;
  if (probability < suspects) return (low * probability) / suspects;
  if (probability < convicts) return low + ((high - low) * (probability - suspects)) / (convicts - suspects);
  return high + ((1 - high) * (probability - convicts)) / Math.max(1e-9, 1 - convicts);
}
