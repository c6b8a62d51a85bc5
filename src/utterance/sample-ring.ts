import { SottoError } from "../domain/errors.js";

/** The last few seconds of sound, in memory taken once; older sound is overwritten by newer. */
export class SampleRing {
  readonly #samples: Float32Array;
  #written = 0;

  constructor(capacitySamples: number) {
    this.#samples = new Float32Array(capacitySamples);
  }

  /** Samples pushed since the last erasure: the position of the next one. */
  get position(): number {
    return this.#written;
  }

  /** Oldest position that is still held. */
  get oldest(): number {
    return Math.max(0, this.#written - this.#samples.length);
  }

  push(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i++) {
      this.#samples[(this.#written + i) % this.#samples.length] = samples[i] ?? 0;
    }
    this.#written += samples.length;
  }

  /**
   * A copy of what lies from `start` to `end` (exclusive), positions counted from the last erasure.
   * @throws SottoError INTERNAL when some of it is no longer or not yet held.
   */
  copy(start: number, end: number): Float32Array {
    if (start < this.oldest || end > this.#written || end < start) {
      throw new SottoError(
        "INTERNAL",
        `the ring holds ${this.oldest} to ${this.#written}, not ${start} to ${end}`,
      );
    }
    const ring = this.#samples;
    const copy = new Float32Array(end - start);
    const from = start % ring.length;
    const first = ring.subarray(from, from + copy.length);
    copy.set(first);
    copy.set(ring.subarray(0, copy.length - first.length), first.length);
    return copy;
  }

  /** Mean square of the newest samples, at least one and no more than are held. */
  power(samples: number): number {
    const ring = this.#samples;
    let sum = 0;
    for (let at = this.#written - samples; at < this.#written; at++)
      sum += (ring[at % ring.length] ?? 0) ** 2;
    return sum / samples;
  }

  /** Overwrites all sound with silence and counts from 0 again. */
  erase(): void {
    this.#samples.fill(0);
    this.#written = 0;
  }
}
