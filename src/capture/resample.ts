import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import { MAX_RATE_HZ, MIN_RATE_HZ } from "./sound-decoder.js";

/** Of the lower of the two rates: the band that passes ends at 0.45, the band that is stopped begins at 0.5. */
const CUTOFF = 0.475;
const TRANSITION = 0.05;
/** Attenuation that the Kaiser window is designed for, dB. */
const STOPBAND_DB = 80;
/** Rates whose ratio needs more phases than this share these, interpolated linearly (error below -90 dB). */
const MAX_PHASES = 512;

/**
 * Any rate from 8 to 192 kHz to 16 kHz, streaming: polyphase FIR, windowed sinc, linear phase, with the delay
 * taken out (the first sample out stands for the first sample in). Source: Kaiser's design formulas in
 * Oppenheim and Schafer, "Discrete-Time Signal Processing", chapter 7.
 * At 16 kHz samples pass untouched. One instance a stream and channel.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #phases: number;
  readonly #half: number;
  readonly #taps: number;
  /** (#phases + 1) rows of #taps; the last row is the first one shifted by one input sample. */
  readonly #kernel: Float32Array;
  /** The input that is still needed; its first sample has index #first in the stream. */
  #tail: Float32Array = new Float32Array(0);
  #first: number;
  #received = 0;
  #produced = 0;

  /** @throws SottoError AUDIO_FORMAT_UNSUPPORTED for a rate that is not taken */
  constructor(rateHz: number) {
    if (!Number.isInteger(rateHz) || rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
      throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", `a rate of ${rateHz} Hz`);
    }
    const divisor = greatestCommonDivisor(rateHz, SAMPLE_RATE_HZ);
    this.#up = SAMPLE_RATE_HZ / divisor;
    this.#down = rateHz / divisor;
    const lower = Math.min(rateHz, SAMPLE_RATE_HZ);
    this.#half = Math.ceil(((STOPBAND_DB - 8) / (2.285 * 2 * Math.PI * TRANSITION * lower)) * (rateHz / 2));
    this.#taps = 2 * this.#half;
    this.#first = -this.#half;
    this.#phases = Math.min(this.#up, MAX_PHASES);
    this.#kernel = this.#identity() ? new Float32Array(0) : this.#design((CUTOFF * lower) / rateHz);
  }

  /** Output as far as the input allows; the rest comes with the next call or with `finish`. */
  push(input: Float32Array): Float32Array {
    this.#received += input.length;
    if (this.#identity()) return input.slice();
    this.#append(input);
    return this.#run(this.#outputsReady());
  }

  /** The last samples, as if silence followed: in all, the input's length times 16,000 / rate, rounded up. */
  finish(): Float32Array {
    if (this.#identity()) return new Float32Array(0);
    const total = Math.ceil((this.#received * this.#up) / this.#down);
    this.#append(new Float32Array(this.#taps + 1));
    return this.#run(total - this.#produced);
  }

  #identity(): boolean {
    return this.#up === this.#down;
  }

  #append(input: Float32Array): void {
    // Before the first sample there was silence.
    const lead = this.#tail.length === 0 && this.#produced === 0 ? this.#half : 0;
    const joined = new Float32Array(lead + this.#tail.length + input.length);
    joined.set(this.#tail, lead);
    joined.set(input, lead + this.#tail.length);
    this.#keep(joined);
  }

  /** Overwrites what it replaces: sound that is over does not stay in memory. */
  #keep(tail: Float32Array): void {
    this.#tail.fill(0);
    this.#tail = tail;
  }

  #outputsReady(): number {
    const end = this.#first + this.#tail.length;
    // Output n reads the inputs from floor(n * down / up) - half + 1 to floor(n * down / up) + half.
    const lastCentre = end - 1 - this.#half;
    if (lastCentre < 0) return 0;
    const count = Math.ceil(((lastCentre + 1) * this.#up) / this.#down);
    return Math.max(0, count - this.#produced);
  }

  #run(count: number): Float32Array {
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const position = (this.#produced + i) * this.#down;
      const centre = Math.floor(position / this.#up);
      out[i] = this.#convolve(centre - this.#half + 1 - this.#first, (position % this.#up) / this.#up);
    }
    this.#produced += count;
    const needed = Math.floor((this.#produced * this.#down) / this.#up) - this.#half + 1;
    const drop = Math.min(this.#tail.length, Math.max(0, needed - this.#first));
    this.#keep(this.#tail.slice(drop));
    this.#first += drop;
    return out;
  }

  #convolve(from: number, fraction: number): number {
    const exact = fraction * this.#phases;
    const phase = Math.floor(exact);
    const weight = this.#phases === this.#up ? 0 : exact - phase;
    // With one row per phase the position is whole, but for the last bit of a floating point number.
    const row = (this.#phases === this.#up ? Math.round(exact) : phase) * this.#taps;
    const kernel = this.#kernel;
    const tail = this.#tail;
    const taps = this.#taps;
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += (tail[from + k] ?? 0) * (kernel[row + k] ?? 0);
    if (weight === 0) return sum;
    let next = 0;
    for (let k = 0; k < taps; k++) next += (tail[from + k] ?? 0) * (kernel[row + taps + k] ?? 0);
    return sum + (next - sum) * weight;
  }

  #design(cutoff: number): Float32Array {
    const kernel = new Float32Array((this.#phases + 1) * this.#taps);
    const beta = 0.1102 * (STOPBAND_DB - 8.7);
    for (let phase = 0; phase <= this.#phases; phase++) {
      const row = kernel.subarray(phase * this.#taps, (phase + 1) * this.#taps);
      let sum = 0;
      for (let k = 0; k < this.#taps; k++) {
        const x = k - this.#half + 1 - phase / this.#phases;
        const value = 2 * cutoff * sinc(2 * cutoff * x) * kaiser(x / this.#half, beta);
        row[k] = value;
        sum += value;
      }
      // Every phase passes a constant unchanged; else the phases' small differences would be heard as a tone.
      for (let k = 0; k < this.#taps; k++) row[k] = (row[k] ?? 0) / sum;
    }
    return kernel;
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser window, `x` in [-1, 1]. */
function kaiser(x: number, beta: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
