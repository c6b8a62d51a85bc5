import { type Edge, endEdge, startEdge } from "./token-edges.js";

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

/** What to leave audible: only what lies before each frame of `before`, only what lies from each frame of `from` on. */
export interface Cuts {
  readonly before?: readonly number[];
  readonly from?: readonly number[];
}

/** Some neighbouring tokens, and how likely each stayed under the masks that were tried so far. */
export class MaskedTokens {
  readonly #probe: Probe;
  readonly #range: TokenRange;
  readonly #frames: number;
  readonly #before = new Map<number, Float64Array>();
  readonly #from = new Map<number, Float64Array>();
  #full: Float64Array = new Float64Array(0);

  constructor(probe: Probe, range: TokenRange, frames: number) {
    this.#probe = probe;
    this.#range = range;
    this.#frames = frames;
  }

  /** Tries more masks; those inside the sound only, and each once. */
  async listen(cuts: Cuts): Promise<void> {
    if (this.#range.tokenStart >= this.#range.tokenEnd) return;
    const before = this.#fresh(cuts.before ?? [], this.#before);
    const from = this.#fresh(cuts.from ?? [], this.#from);
    const first = this.#full.length === 0;
    const rows: ShownFrames[] = [
      ...before.map((to) => ({ from: 0, to })),
      ...from.map((start) => ({ from: start, to: this.#frames })),
      ...(first ? [{ from: 0, to: this.#frames }] : []),
    ];
    if (rows.length === 0) return;
    const logs = await this.#probe(this.#range.tokenStart, this.#range.tokenEnd, rows);
    before.forEach((frame, i) => {
      this.#before.set(frame, logs[i] ?? new Float64Array(0));
    });
    from.forEach((frame, i) => {
      this.#from.set(frame, logs[before.length + i] ?? new Float64Array(0));
    });
    if (first) this.#full = logs.at(-1) ?? this.#full;
  }

  /** Edges of those tokens of `range` that move at all. */
  starts(range: TokenRange): readonly Edge[] {
    return this.#edges(range, (token, full) => startEdge(curve(token, this.#from, [0, full]), full));
  }

  ends(range: TokenRange): readonly Edge[] {
    return this.#edges(range, (token, full) =>
      endEdge(curve(token, this.#before, [this.#frames, full]), full),
    );
  }

  #edges(range: TokenRange, of: (token: number, full: number) => Edge | undefined): readonly Edge[] {
    const edges: Edge[] = [];
    const start = Math.max(range.tokenStart, this.#range.tokenStart);
    const end = Math.min(range.tokenEnd, this.#range.tokenEnd);
    for (let token = start; token < end; token++) {
      const index = token - this.#range.tokenStart;
      const edge = of(index, this.#full[index] ?? Number.NaN);
      if (edge !== undefined) edges.push(edge);
    }
    return edges;
  }

  #fresh(frames: readonly number[], known: ReadonlyMap<number, unknown>): readonly number[] {
    return [...new Set(frames)].filter((frame) => frame > 0 && frame < this.#frames && !known.has(frame));
  }
}

function curve(token: number, rows: ReadonlyMap<number, Float64Array>, whole: readonly [number, number]) {
  const points = [...rows].map(([frame, logs]): [number, number] => [frame, logs[token] ?? Number.NaN]);
  points.push([whole[0], whole[1]]);
  points.sort((a, b) => a[0] - b[0]);
  return { frames: points.map((point) => point[0]), logs: points.map((point) => point[1]) };
}
