import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../domain/audio.js";
import { MEL_BANDS, MEL_FRAMES_PER_HOP } from "./embedding-engine.js";
import { FFT_BINS, FFT_SIZE, RealFft } from "./real-fft.js";

/** Samples of the past that a hop needs: its first frame begins this far before it. */
export const MEL_HISTORY_SAMPLES = 480;

const FRAME_STEP = 160;
const WINDOW_SAMPLES = 400;
const WINDOW_OFFSET = (FFT_SIZE - WINDOW_SAMPLES) / 2;
const LOWEST_HZ = 60;
const HIGHEST_HZ = 3_800;
/** The embedding was trained on the sample values of 16-bit sound. */
const INT16_SCALE = 32_768;
/** Fixed, not relative to the loudest frame of a chunk as in the original: so a hop's size changes nothing. */
const POWER_FLOOR = 1e-10;
const DB_PER_NEPER = 10 / Math.LN10;

/**
 * Streaming log-mel spectrogram, as openWakeWord's melspectrogram.onnx computes it (9e-5 dB apart at most):
 * periodic Hann of 400 samples in 512, power, 32 triangles on Slaney's mel scale with area norm, 60 to 3,800 Hz,
 * dB / 10 + 2. No allocation after construction.
 */
export class LogMel {
  readonly #fft = new RealFft();
  readonly #window = hann();
  readonly #filters = melFilters();
  readonly #sound = new Float64Array(MEL_HISTORY_SAMPLES + HOP_SAMPLES);
  readonly #frame = new Float64Array(FFT_SIZE);
  readonly #power = new Float64Array(FFT_BINS);

  /** Reads HOP_SAMPLES floats in [-1, 1]; writes MEL_FRAMES_PER_HOP x MEL_BANDS values to `out`. */
  process(samples: Float32Array, out: Float32Array): void {
    const sound = this.#sound;
    sound.copyWithin(0, HOP_SAMPLES);
    for (let i = 0; i < HOP_SAMPLES; i++) sound[MEL_HISTORY_SAMPLES + i] = (samples[i] ?? 0) * INT16_SCALE;
    const frame = this.#frame;
    const window = this.#window;
    for (let index = 0; index < MEL_FRAMES_PER_HOP; index++) {
      const start = index * FRAME_STEP + WINDOW_OFFSET;
      for (let i = 0; i < WINDOW_SAMPLES; i++) {
        frame[WINDOW_OFFSET + i] = (sound[start + i] ?? 0) * (window[i] ?? 0);
      }
      this.#fft.power(frame, this.#power);
      this.#bands(out, index * MEL_BANDS);
    }
  }

  /** Overwrites all sound it holds. */
  reset(): void {
    this.#sound.fill(0);
    this.#frame.fill(0);
    this.#power.fill(0);
    this.#fft.reset();
  }

  #bands(out: Float32Array, offset: number): void {
    const power = this.#power;
    const { first, count, weights } = this.#filters;
    let at = 0;
    for (let band = 0; band < MEL_BANDS; band++) {
      const from = first[band] ?? 0;
      const length = count[band] ?? 0;
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (power[from + i] ?? 0) * (weights[at + i] ?? 0);
      at += length;
      const decibels = Math.log(Math.max(sum, POWER_FLOOR)) * DB_PER_NEPER;
      out[offset + band] = decibels / 10 + 2;
    }
  }
}

/** The triangles one after the other: weights of band b stand for the bins first[b] .. first[b] + count[b]. */
interface MelFilters {
  readonly first: Uint16Array;
  readonly count: Uint16Array;
  readonly weights: Float64Array;
}

function hann(): Float64Array {
  return Float64Array.from(
    { length: WINDOW_SAMPLES },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW_SAMPLES),
  );
}

function melFilters(): MelFilters {
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
