/** Points of the transform: one mel frame of 400 windowed samples, centred in 512. */
export const FFT_SIZE = 512;
/** Frequencies of a real transform, 0 to 8 kHz. */
export const FFT_BINS = FFT_SIZE / 2 + 1;

/** Points of the complex transform that does the work. */
export const HALF = FFT_SIZE / 2;

/** Where a point goes before the transform: the bits of its number, read backwards. */
export function reversedPoint(point: number): number {
  let reversed = 0;
  for (let bit = 1, value = point; bit < HALF; bit *= 2, value >>= 1) reversed = reversed * 2 + (value & 1);
  return reversed;
}

/**
 * Power spectrum of 512 real samples, through one complex transform of 256 points. Everything is
 * allocated once; double precision, because the bands are compared with a float32 model at 1e-4 dB.
 */
export class RealFft {
  readonly #re = new Float64Array(HALF);
  readonly #im = new Float64Array(HALF);
  readonly #cos = new Float64Array(HALF);
  readonly #sin = new Float64Array(HALF);
  readonly #reversed = new Uint16Array(HALF);

  constructor() {
    for (let i = 0; i < HALF; i++) {
      this.#cos[i] = Math.cos((2 * Math.PI * i) / FFT_SIZE);
      this.#sin[i] = Math.sin((2 * Math.PI * i) / FFT_SIZE);
      this.#reversed[i] = reversedPoint(i);
    }
  }

  /** Reads FFT_SIZE values of `input`, writes FFT_BINS values of |X|^2 to `power`. */
  power(input: Float64Array, power: Float64Array): void {
    const re = this.#re;
    const im = this.#im;
    const reversed = this.#reversed;
    for (let i = 0; i < HALF; i++) {
      const to = reversed[i] ?? 0;
      re[to] = input[2 * i] ?? 0;
      im[to] = input[2 * i + 1] ?? 0;
    }
    this.#transform();
    this.#split(power);
  }

  /** Overwrites what the last transform left behind. */
  reset(): void {
    this.#re.fill(0);
    this.#im.fill(0);
  }

  #transform(): void {
    const re = this.#re;
    const im = this.#im;
    const cos = this.#cos;
    const sin = this.#sin;
    for (let size = 2; size <= HALF; size *= 2) {
      const half = size >> 1;
      const step = FFT_SIZE / size;
      for (let k = 0; k < half; k++) {
        const c = cos[k * step] ?? 0;
        const s = sin[k * step] ?? 0;
        for (let a = k; a < HALF; a += size) {
          const b = a + half;
          const bRe = re[b] ?? 0;
          const bIm = im[b] ?? 0;
          const turnedRe = bRe * c + bIm * s;
          const turnedIm = bIm * c - bRe * s;
          const aRe = re[a] ?? 0;
          const aIm = im[a] ?? 0;
          re[b] = aRe - turnedRe;
          im[b] = aIm - turnedIm;
          re[a] = aRe + turnedRe;
          im[a] = aIm + turnedIm;
        }
      }
    }
  }

  /** Separates the even and odd samples that travelled as one complex signal. */
  #split(power: Float64Array): void {
    const re = this.#re;
    const im = this.#im;
    const re0 = re[0] ?? 0;
    const im0 = im[0] ?? 0;
    power[0] = (re0 + im0) * (re0 + im0);
    power[HALF] = (re0 - im0) * (re0 - im0);
    for (let k = 1; k < HALF; k++) {
      const ar = re[k] ?? 0;
      const ai = im[k] ?? 0;
      const br = re[HALF - k] ?? 0;
      const bi = im[HALF - k] ?? 0;
      const evenRe = (ar + br) * 0.5;
      const evenIm = (ai - bi) * 0.5;
      const oddRe = (ai + bi) * 0.5;
      const oddIm = (br - ar) * 0.5;
      const c = this.#cos[k] ?? 0;
      const s = this.#sin[k] ?? 0;
      const xr = evenRe + oddRe * c + oddIm * s;
      const xi = evenIm + oddIm * c - oddRe * s;
      power[k] = xr * xr + xi * xi;
    }
  }
}
