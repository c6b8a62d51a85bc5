import type { Random } from "../voices/random.js";

const SIZE = 1 << 22;

/**
 * Random numbers drawn once and read again from other places: drawing each anew would take longer than the training that
 * they serve.
 */
export class NoiseBank {
  readonly #bell = new Float32Array(SIZE);
  readonly #masks = new Float32Array(SIZE);
  readonly #random: Random;

  /** @param dropped share of zeros in the masks; the rest is raised to keep the sum */
  constructor(random: Random, dropped: number) {
    this.#random = random;
    for (let i = 0; i < SIZE; i++) {
      // The sum of three uniform numbers is near enough to a bell; its deviation is 1/2.
      this.#bell[i] = 2 * (random.next() + random.next() + random.next() - 1.5);
      this.#masks[i] = random.next() < dropped ? 0 : 1 / (1 - dropped);
    }
  }

  /** Adds noise of this deviation. */
  disturb(values: Float32Array, deviation: number): void {
    const bell = this.#bell;
    let at = this.#place();
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] ?? 0) + deviation * (bell[at] ?? 0);
      at = (at + 1) & (SIZE - 1);
    }
  }

  /** So many values of a mask, to be read at once. @param count at most half of the bank */
  mask(count: number): Float32Array {
    const at = this.#place() % (SIZE - count);
    return this.#masks.subarray(at, at + count);
  }

  #place(): number {
    return Math.floor(this.#random.next() * SIZE);
  }
}
