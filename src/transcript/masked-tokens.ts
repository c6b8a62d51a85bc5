import { type Recognised, recognised } from "./token-edges.js";
import type { Token } from "./transcript.js";

/** The encoder's frames that are left audible, end exclusive. */
export interface ShownFrames {
  readonly from: number;
  readonly to: number;
}

/** Log-probabilities of the transcript's tokens [tokenStart, tokenEnd) for each row of what is audible. */
export type Probe = (
  tokenStart: number,
  tokenEnd: number,
  rows: readonly ShownFrames[],
) => Promise<readonly Float64Array[]>;

export interface TokenRange {
  readonly tokenStart: number;
  readonly tokenEnd: number;
}

/** Below this a probability is no number to take the logarithm of. */
const LEAST_PROBABILITY = 1e-12;

/** Some neighbouring tokens, and how likely each was when only the beginning of the sound was heard. */
export class MaskedTokens {
  readonly #probe: Probe;
  readonly #tokens: readonly Token[];
  readonly #range: TokenRange;
  readonly #frames: number;
  readonly #rows = new Map<number, Float64Array>();

  /** `tokens` are the whole transcript's; the probability of each with everything heard is its own. */
  constructor(probe: Probe, tokens: readonly Token[], range: TokenRange, frames: number) {
    this.#probe = probe;
    this.#tokens = tokens;
    this.#range = range;
    this.#frames = frames;
  }

  /** Tries more ends of what is heard, in one batch; those inside the sound only, and each once. */
  async listen(ends: readonly number[]): Promise<void> {
    const { tokenStart, tokenEnd } = this.#range;
    const fresh = [...new Set(ends)].filter((end) => end > 0 && end < this.#frames && !this.#rows.has(end));
    if (tokenStart >= tokenEnd || fresh.length === 0) return;
    const rows = fresh.map((to) => ({ from: 0, to }));
    const logs = await this.#probe(tokenStart, tokenEnd, rows);
    fresh.forEach((end, i) => {
      this.#rows.set(end, logs[i] ?? new Float64Array(0));
    });
  }

  /** When one token of the range was recognised; undefined where it does not move, or lies outside. */
  recognised(token: number): Recognised | undefined {
    const { tokenStart, tokenEnd } = this.#range;
    const probability = this.#tokens[token]?.probability;
    if (probability === undefined || token < tokenStart || token >= tokenEnd) return undefined;
    const full = Math.log(Math.max(LEAST_PROBABILITY, probability));
    const points = [...this.#rows].map(([frame, logs]): [number, number] => [
      frame,
      logs[token - tokenStart] ?? Number.NaN,
    ]);
    points.push([this.#frames, full]);
    points.sort((a, b) => a[0] - b[0]);
    return recognised({ frames: points.map(([frame]) => frame), logs: points.map(([, log]) => log) }, full);
  }
}
