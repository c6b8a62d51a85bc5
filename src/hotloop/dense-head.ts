import { EMBEDDING_SIZE } from "./embedding-engine.js";

/** Sizes of one head: each embedding goes through a projection, the last `frames` of them through one hidden layer. */
export interface HeadShape {
  /** Embeddings that it looks at, the newest included. */
  readonly frames: number;
  readonly projection: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** Floats of a head, in the order: projection [96][p], its bias, hidden [frames][p][h], bias, output [h][o], bias. */
export function headFloats({ frames, projection, hidden, outputs }: HeadShape): number {
  return (EMBEDDING_SIZE + 1) * projection + (frames * projection + 1) * hidden + (hidden + 1) * outputs;
}

/**
 * A small network over the last embeddings, in typed arrays that it owns: ReLU, ReLU, sigmoid. The projection of
 * an embedding is computed once and kept in a ring, so a hop costs frames x projection x hidden products at most;
 * inputs that ReLU made zero are skipped. No allocation after construction.
 */
export class DenseHead {
  /** Probabilities of the last hop. */
  readonly scores: Float32Array;

  readonly #shape: HeadShape;
  readonly #projectionWeights: Float32Array;
  readonly #projectionBias: Float32Array;
  readonly #hiddenWeights: Float32Array;
  readonly #hiddenBias: Float32Array;
  readonly #outputWeights: Float32Array;
  readonly #outputBias: Float32Array;
  readonly #ring: Float32Array;
  readonly #projected: Float32Array;
  readonly #hidden: Float32Array;
  #slot = 0;

  /** `weights` holds headFloats(shape) values and is not copied. */
  constructor(shape: HeadShape, weights: Float32Array) {
    const { frames, projection, hidden, outputs } = shape;
    let at = 0;
    const take = (floats: number): Float32Array => {
      at += floats;
      return weights.subarray(at - floats, at);
    };
    this.#shape = shape;
    this.#projectionWeights = take(EMBEDDING_SIZE * projection);
    this.#projectionBias = take(projection);
    this.#hiddenWeights = take(frames * projection * hidden);
    this.#hiddenBias = take(hidden);
    this.#outputWeights = take(hidden * outputs);
    this.#outputBias = take(outputs);
    this.#ring = new Float32Array(frames * projection);
    this.#projected = new Float32Array(projection);
    this.#hidden = new Float32Array(hidden);
    this.scores = new Float32Array(outputs);
  }

  /** Takes the newest embedding; the answer is in `scores`. */
  push(embedding: Float32Array): void {
    const { frames, projection } = this.#shape;
    const projected = this.#projected;
    projected.set(this.#projectionBias);
    accumulate(embedding, this.#projectionWeights, 0, projected);
    rectify(projected);
    this.#ring.set(projected, this.#slot * projection);
    this.#slot = (this.#slot + 1) % frames;

    const hidden = this.#hidden;
    hidden.set(this.#hiddenBias);
    for (let frame = 0; frame < frames; frame++) this.#addFrame(frame);
    rectify(hidden);

    const scores = this.scores;
    scores.set(this.#outputBias);
    accumulate(hidden, this.#outputWeights, 0, scores);
    for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + Math.exp(-(scores[i] ?? 0)));
  }

  reset(): void {
    this.#ring.fill(0);
    this.#projected.fill(0);
    this.#hidden.fill(0);
    this.scores.fill(0);
    this.#slot = 0;
  }

  /** `frame` 0 is the oldest, which lies where the next one will be written. */
  #addFrame(frame: number): void {
    const { frames, projection } = this.#shape;
    const slot = (this.#slot + frame) % frames;
    const ring = this.#ring;
    const projected = this.#projected;
    for (let i = 0; i < projection; i++) projected[i] = ring[slot * projection + i] ?? 0;
    accumulate(projected, this.#hiddenWeights, frame * projection * this.#hidden.length, this.#hidden);
  }
}

/** to[j] += from[i] * weights[offset + i * to.length + j]. */
function accumulate(from: Float32Array, weights: Float32Array, offset: number, to: Float32Array): void {
  const width = to.length;
  for (let i = 0; i < from.length; i++) {
    const value = from[i] ?? 0;
    if (value === 0) continue;
    const row = offset + i * width;
    for (let j = 0; j < width; j++) to[j] = (to[j] ?? 0) + value * (weights[row + j] ?? 0);
  }
}

function rectify(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    if ((values[i] ?? 0) < 0) values[i] = 0;
  }
}
