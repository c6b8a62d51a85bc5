import { HOP_SAMPLES } from "../../domain/audio.js";

/** -50 dBFS: a living room. */
const NOISE = 10 ** (-50 / 20) * Math.sqrt(3);

/**
 * A recording without end: the same sound again and again, under noise that never repeats within a day. Each hop is
 * written into the one block that `next` gives; nothing is allocated.
 */
export class NoisySound {
  readonly #sound: Float32Array;
  readonly #block = new Float32Array(HOP_SAMPLES);
  /** Kept in arrays, because a number in a field is a new object whenever it changes. */
  readonly #noise = Int32Array.of(0x1e3779b9);
  readonly #at = new Uint32Array(1);

  constructor(sound: Float32Array) {
    this.#sound = sound;
  }

  next(): Float32Array {
    const block = this.#block;
    const sound = this.#sound;
    let state = this.#noise[0] ?? 1;
    let at = this.#at[0] ?? 0;
    for (let i = 0; i < HOP_SAMPLES; i++) {
      // xorshift32 (Marsaglia 2003): its period is 74 hours of sound.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      block[i] = (sound[at] ?? 0) + (state / 2 ** 31) * NOISE;
      at++;
      if (at >= sound.length) at = 0;
    }
    this.#noise[0] = state;
    this.#at[0] = at;
    return block;
  }
}
