import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import { MEL_BANDS } from "./embedding-engine.js";
import { FFT_BINS, FFT_SIZE } from "./real-fft.js";

/** Samples between the starts of two mel frames. */
export const FRAME_STEP = 160;
/** Samples of a frame that its window leaves, centred in FFT_SIZE. */
export const WINDOW_SAMPLES = 400;
export const WINDOW_OFFSET = (FFT_SIZE - WINDOW_SAMPLES) / 2;
/** The embedding was trained on the sample values of 16-bit sound. */
export const INT16_SCALE = 32_768;

const LOWEST_HZ = 60;
const HIGHEST_HZ = 3_800;
/** Fixed, not relative to the loudest frame of a chunk as in the original: so a hop's size changes nothing. */
const POWER_FLOOR = 1e-10;
const DB_PER_NEPER = 10 / Math.LN10;

/** What the embedding takes for a band's power: dB / 10 + 2. */
export function bandLevel(power: number): number {
  return (Math.log(Math.max(power, POWER_FLOOR)) * DB_PER_NEPER) / 10 + 2;
}

/** The triangles one after the other: weights of band b stand for the bins first[b] .. first[b] + count[b]. */
export interface MelFilters {
  readonly first: Uint16Array;
  readonly count: Uint16Array;
  readonly weights: Float64Array;
}

/** Periodic. */
export function hann(): Float64Array {
  return Float64Array.from(
    { length: WINDOW_SAMPLES },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW_SAMPLES),
  );
}

export function melFilters(): MelFilters {
  const low = toMel(LOWEST_HZ);
  const high = toMel(HIGHEST_HZ);
  const edge = (i: number) => toHz(low + ((high - low) * i) / (MEL_BANDS + 1));
  const first = new Uint16Array(MEL_BANDS);
  const count = new Uint16Array(MEL_BANDS);
  const weights: number[] = [];
  for (let band = 0; band < MEL_BANDS; band++) {
    const left = edge(band);
    const centre = edge(band + 1);
    const right = edge(band + 2);
    let taken = 0;
    for (let bin = 0; bin < FFT_BINS; bin++) {
      const hz = (bin * SAMPLE_RATE_HZ) / FFT_SIZE;
      const height = Math.min((hz - left) / (centre - left), (right - hz) / (right - centre));
      if (height <= 0) continue;
      if (taken === 0) first[band] = bin;
      taken++;
      weights.push((height * 2) / (right - left));
    }
    count[band] = taken;
  }
  return { first, count, weights: Float64Array.from(weights) };
}

/** Slaney's mel scale: linear to 1 kHz, then 27 steps for each factor of 6.4. */
function toMel(hz: number): number {
  return hz < 1_000 ? (hz * 3) / 200 : 15 + (Math.log(hz / 1_000) * 27) / Math.log(6.4);
}

function toHz(mel: number): number {
  return mel < 15 ? (mel * 200) / 3 : 1_000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27);
}
