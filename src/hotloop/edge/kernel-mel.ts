import { HOP_SAMPLES } from "../../domain/audio.js";
import { MEL_BANDS, MEL_FRAMES_PER_HOP } from "../embedding-engine.js";
import { MEL_HISTORY_SAMPLES, type MelFrontEnd } from "../mel.js";
import { bandLevel, hann, INT16_SCALE, melFilters } from "../mel-bands.js";
import { FFT_BINS, FFT_SIZE, HALF, reversedPoint } from "../real-fft.js";
import { DOUBLE_BYTES, type KernelMemory } from "./kernel-memory.js";

const HOP_VALUES = MEL_FRAMES_PER_HOP * MEL_BANDS;
const HISTORY_BYTES = MEL_HISTORY_SAMPLES * DOUBLE_BYTES;
const HOP_BYTES = HOP_SAMPLES * DOUBLE_BYTES;
/** A complex value of two frames side by side, and a power of both. */
const POINT_BYTES = 4 * DOUBLE_BYTES;
const POWER_BYTES = 2 * DOUBLE_BYTES;

/** LogMel on the SIMD kernel, two frames at a time in double precision; the logarithm stays here. */
export class KernelMel implements MelFrontEnd {
  readonly #memory: KernelMemory;
  readonly #sound: number;
  readonly #window: number;
  readonly #turns: number;
  readonly #places: number;
  readonly #filters: number;
  readonly #heights: number;
  readonly #points: number;
  readonly #powers: number;
  readonly #output: number;

  constructor(memory: KernelMemory) {
    const { first, count, weights } = melFilters();
    this.#memory = memory;
    this.#sound = memory.take(HISTORY_BYTES + HOP_BYTES);
    this.#window = memory.put(hann());
    this.#turns = memory.put(turns());
    this.#places = memory.put(Uint32Array.from({ length: HALF }, (_, i) => reversedPoint(i) * POINT_BYTES));
    this.#filters = memory.put(
      Uint32Array.from({ length: 2 * MEL_BANDS }, (_, i) => (i % 2 === 0 ? first : count)[i >> 1] ?? 0),
    );
    this.#heights = memory.put(weights);
    this.#points = memory.take(HALF * POINT_BYTES);
    this.#powers = memory.take(FFT_BINS * POWER_BYTES);
    this.#output = memory.take(HOP_VALUES * DOUBLE_BYTES);
  }

  process(samples: Float32Array, out: Float32Array): void {
    const { kernel, doubles } = this.#memory;
    kernel.carry(this.#sound, this.#sound + HOP_BYTES, HISTORY_BYTES);
    const fresh = (this.#sound + HISTORY_BYTES) / DOUBLE_BYTES;
    for (let i = 0; i < HOP_SAMPLES; i++) doubles[fresh + i] = (samples[i] ?? 0) * INT16_SCALE;
    kernel.bandPowers(
      this.#sound,
      this.#window,
      this.#turns,
      this.#places,
      this.#filters,
      this.#heights,
      this.#points,
      this.#powers,
      this.#output,
    );
    const from = this.#output / DOUBLE_BYTES;
    for (let i = 0; i < HOP_VALUES; i++) out[i] = bandLevel(doubles[from + i] ?? 0);
  }

  reset(): void {
    const { kernel } = this.#memory;
    kernel.erase(this.#sound, HISTORY_BYTES + HOP_BYTES);
    kernel.erase(this.#points, HALF * POINT_BYTES);
    kernel.erase(this.#powers, FFT_BINS * POWER_BYTES);
    kernel.erase(this.#output, HOP_VALUES * DOUBLE_BYTES);
  }
}

/** Cosine and sine of the first half of a circle, one after the other. */
function turns(): Float64Array {
  return Float64Array.from({ length: 2 * HALF }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / FFT_SIZE;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}
