import { HOP_SAMPLES } from "../domain/audio.js";

/** Cuts blocks of any length into hops, in memory taken once. */
export class HopFramer {
  readonly #hop = new Float32Array(HOP_SAMPLES);
  #filled = 0;

  /** Calls `onHop` for each hop that fills up; its array is reused for the next. */
  async push(samples: Float32Array, onHop: (hop: Float32Array) => Promise<void> | void): Promise<void> {
    for (let start = 0; start < samples.length; ) {
      const taken = Math.min(HOP_SAMPLES - this.#filled, samples.length - start);
      this.#hop.set(samples.subarray(start, start + taken), this.#filled);
      this.#filled += taken;
      start += taken;
      if (this.#filled < HOP_SAMPLES) return;
      this.#filled = 0;
      await onHop(this.#hop);
    }
  }

  erase(): void {
    this.#hop.fill(0);
    this.#filled = 0;
  }
}
