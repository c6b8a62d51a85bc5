import type { Head } from "./dense-head.js";

/** Calibrated scores of spoken personal data, the same for every set of heads. */
export const SPOTTER_POINTS = {
  /** From here up other witnesses need less: about one harmless command in twenty lies above it. */
  suspects: 0.8,
  /** From here up it convicts alone: at most one harmless command in two hundred lies above it. */
  convicts: 0.95,
} as const;

/** What the heads' own card says of the spotter. */
export interface SpotterCalibration {
  /** Hops whose mean is one score: a number lasts longer than a hop, a mistake seldom. */
  readonly smoothingHops: number;
  /** Mean probabilities that lie at the two points. */
  readonly suspects: number;
  readonly convicts: number;
}

/** The spotter's head at work: the likelier of its kinds, smoothed and calibrated. No allocation. */
export class Spotter {
  readonly #head: Head;
  readonly #calibration: SpotterCalibration;
  /** The last scores, one row a hop; rows are overwritten in turn. */
  readonly #recent: readonly Float32Array[];
  /** Hops until the head has heard nothing but sound of after a reset. */
  readonly #warmUp: number;
  #next = 0;
  #heard = 0;

  /** @param frames embeddings that the head looks at */
  constructor(head: Head, frames: number, calibration: SpotterCalibration) {
    this.#head = head;
    this.#warmUp = frames;
    this.#calibration = calibration;
    this.#recent = Array.from(
      { length: calibration.smoothingHops },
      () => new Float32Array(head.scores.length),
    );
  }

  push(embedding: Float32Array): void {
    this.#head.push(embedding);
    if (this.#heard < this.#warmUp) this.#heard++;
    if (this.#heard < this.#warmUp) return;
    this.#recent[this.#next]?.set(this.#head.scores);
    this.#next = (this.#next + 1) % this.#recent.length;
  }

  /** In [0, 1]; SPOTTER_POINTS say what it means. */
  get score(): number {
    let most = 0;
    for (let kind = 0; kind < this.#head.scores.length; kind++) {
      let sum = 0;
      for (let i = 0; i < this.#recent.length; i++) sum += this.#recent[i]?.[kind] ?? 0;
      most = Math.max(most, sum / this.#recent.length);
    }
    return calibrated(most, this.#calibration);
  }

  reset(): void {
    this.#head.reset();
    for (const scores of this.#recent) scores.fill(0);
    this.#next = 0;
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
