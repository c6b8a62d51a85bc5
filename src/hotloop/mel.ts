import { HOP_SAMPLES } from "../domain/audio.js";
import { MEL_BANDS, MEL_FRAMES_PER_HOP } from "./embedding-engine.js";
import {
  bandLevel,
  FRAME_STEP,
  hann,
  INT16_SCALE,
  melFilters,
  WINDOW_OFFSET,
  WINDOW_SAMPLES,
} from "./mel-bands.js";
import { FFT_BINS, FFT_SIZE, RealFft } from "./real-fft.js";

/** Samples of the past that a hop needs: its first frame begins this far before it. */
export const MEL_HISTORY_SAMPLES = 480;

/** Streaming log-mel of a hop. */
export interface MelFrontEnd {
  /** Reads HOP_SAMPLES floats in [-1, 1]; writes MEL_FRAMES_PER_HOP x MEL_BANDS values to `out`. */
  process(samples: Float32Array, out: Float32Array): void;
  /** Overwrites all sound it holds. */
  reset(): void;
}

/**
 * Streaming log-mel spectrogram, as openWakeWord's melspectrogram.onnx computes it (9e-5 dB apart at most):
 * periodic Hann of 400 samples in 512, power, 32 triangles on Slaney's mel scale with area norm, 60 to 3,800 Hz,
 * dB / 10 + 2. No allocation after construction.
 */
export class LogMel implements MelFrontEnd {
  readonly #fft = new RealFft();
  readonly #window = hann();
  readonly #filters = melFilters();
  readonly #sound = new Float64Array(MEL_HISTORY_SAMPLES + HOP_SAMPLES);
  readonly #frame = new Float64Array(FFT_SIZE);
  readonly #power = new Float64Array(FFT_BINS);

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
      out[offset + band] = bandLevel(sum);
    }
  }
}
