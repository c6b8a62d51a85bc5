/** The last samples of a stream. Fixed memory; positions count from the stream's first sample. */
export class SampleRing {
  readonly #samples: Float32Array;
  #position = 0;

  constructor(capacitySamples: number) {
    this.#samples = new Float32Array(capacitySamples);
  }

  /** Position one past the newest sample. */
  get position(): number {
    return this.#position;
  }

  /** Position of the oldest sample that is still held. */
  get oldest(): number {
    return Math.max(0, this.#position - this.#samples.length);
  }

  /** `block` is no longer than the ring. Allocates nothing. */
  push(block: Float32Array): void {
    const at = this.#position % this.#samples.length;
    for (let i = 0; i < block.length; i++) {
      const slot = at + i < this.#samples.length ? at + i : at + i - this.#samples.length;
      this.#samples[slot] = block[i] ?? 0;
    }
    this.#position += block.length;
  }

  /** Writes the samples from `start` to `end` into `out`; what is no longer or not yet held is left out. */
  copy(start: number, end: number, out: Float32Array): number {
    const from = Math.max(start, this.oldest);
    const to = Math.min(end, this.#position);
    for (let i = from; i < to; i++) out[i - from] = this.#samples[i % this.#samples.length] ?? 0;
    return Math.max(0, to - from);
  }

  /** Overwrites all samples with zeros and counts from 0 again. */
  reset(): void {
    this.#samples.fill(0);
    this.#position = 0;
  }
}
