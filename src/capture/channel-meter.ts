/** The band in which a voice carries words and a room little of its rumble: that of a telephone. */
const BAND_HZ = { from: 300, to: 3_400 };
/** Of both second-order sections: Butterworth. */
const QUALITY = Math.SQRT1_2;
/** Frames a second that levels are measured in. */
export const FRAMES_PER_SECOND = 50;
/** The level of digital silence, dB of full scale. */
export const SILENCE_DB = -120;
/** Two neighbouring codes of a 16-bit converter: what stays within is no sound of a room. */
export const CONSTANT_RANGE = 1 / 32_768;
const CLIPPED_AT = 0.999;

/** Of one section, divided by its a0: b0 b1 b2 a1 a2. */
type Section = readonly [number, number, number, number, number];

/** Low pass or high pass of second order. Source: Bristow-Johnson, "Cookbook formulae for audio EQ biquads". */
function section(kind: "low" | "high", atHz: number, rateHz: number): Section {
  const omega = (2 * Math.PI * atHz) / rateHz;
  const alpha = Math.sin(omega) / (2 * QUALITY);
  const cos = Math.cos(omega);
  const a0 = 1 + alpha;
  const edge = (kind === "low" ? 1 - cos : 1 + cos) / 2 / a0;
  const middle = kind === "low" ? 2 * edge : -2 * edge;
  return [edge, middle, edge, (-2 * cos) / a0, (1 - alpha) / a0];
}

/** Samples of a frame of 20 ms at this rate. */
export function frameSamples(rateHz: number): number {
  return Math.round(rateHz / FRAMES_PER_SECOND);
}

/**
 * Measures one channel in frames: its level in the band of the voice, and whether it was constant or clipped. Keeps
 * sums, no sample; two second-order sections a sample, and no allocation.
 */
export class ChannelMeter {
  readonly #high: Section;
  readonly #low: Section;
  /** Of the two sections, in transposed form II. */
  #h1 = 0;
  #h2 = 0;
  #l1 = 0;
  #l2 = 0;
  #energy = 0;
  #count = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;
  #clipped = 0;

  constructor(rateHz: number) {
    this.#high = section("high", BAND_HZ.from, rateHz);
    this.#low = section("low", BAND_HZ.to, rateHz);
  }

  /** Samples `from` to `to`. */
  add(samples: Float32Array, from: number, to: number): void {
    const [hb0, hb1, hb2, ha1, ha2] = this.#high;
    const [lb0, lb1, lb2, la1, la2] = this.#low;
    let h1 = this.#h1;
    let h2 = this.#h2;
    let l1 = this.#l1;
    let l2 = this.#l2;
    let energy = this.#energy;
    let least = this.#least;
    let most = this.#most;
    let clipped = 0;
    for (let i = from; i < to; i++) {
      const x = samples[i] ?? 0;
      if (x < least) least = x;
      if (x > most) most = x;
      if (x >= CLIPPED_AT || x <= -CLIPPED_AT) clipped++;
      const high = hb0 * x + h1;
      h1 = hb1 * x - ha1 * high + h2;
      h2 = hb2 * x - ha2 * high;
      const low = lb0 * high + l1;
      l1 = lb1 * high - la1 * low + l2;
      l2 = lb2 * high - la2 * low;
      energy += low * low;
    }
    this.#h1 = h1;
    this.#h2 = h2;
    this.#l1 = l1;
    this.#l2 = l2;
    this.#energy = energy;
    this.#least = least;
    this.#most = most;
    this.#clipped += clipped;
    this.#count += to - from;
  }

  /** Of what was added since `next`, dB of full scale. */
  get levelDb(): number {
    const power = this.#count === 0 ? 0 : this.#energy / this.#count;
    return Math.max(SILENCE_DB, 10 * Math.log10(power + 1e-30));
  }

  get isConstant(): boolean {
    return this.#most - this.#least <= CONSTANT_RANGE;
  }

  /** Share of samples at the end of the scale. */
  get clippedShare(): number {
    return this.#count === 0 ? 0 : this.#clipped / this.#count;
  }

  /** Begins the next frame. What rings on in the filter is cut where it is too small to count and slow to compute. */
  next(): void {
    this.#energy = 0;
    this.#count = 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = Number.NEGATIVE_INFINITY;
    this.#clipped = 0;
    if (Math.abs(this.#l1) < 1e-12) this.erase();
  }

  /** Forgets what the filter holds. */
  erase(): void {
    this.#h1 = 0;
    this.#h2 = 0;
    this.#l1 = 0;
    this.#l2 = 0;
  }
}
