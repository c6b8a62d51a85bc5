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

/** A trained head at work. */
export interface Head {
  /** Probabilities of the last hop. */
  readonly scores: Float32Array;
  /** Takes the newest embedding; the answer is in `scores`. No allocation. */
  push(embedding: Float32Array): void;
  /** Overwrites what it has heard. */
  reset(): void;
}

/**
 * A small network over the last embeddings, in typed arrays that it owns: ReLU, ReLU, sigmoid. The projection of
 * an embedding is computed once and kept in a window. In plain JavaScript: the reference for the kernel's heads.
 */
export class DenseHead implements Head {
  readonly scores: Float32Array;

  readonly #projection: Layer;
  readonly #hidden: Layer;
  readonly #output: Layer;
  /** Projections of the last embeddings, oldest first. */
  readonly #window: Float32Array;
  readonly #projected: Float32Array;
  readonly #hiddenValues: Float32Array;

  /** `weights` holds headFloats(shape) values. */
  constructor(shape: HeadShape, weights: Float32Array) {
    const { frames, projection, hidden, outputs } = shape;
    let at = 0;
    const take = (inputs: number, units: number): Layer => {
      const from = at;
      at += (inputs + 1) * units;
      return new Layer(inputs, units, weights.subarray(from, at));
    };
    this.#projection = take(EMBEDDING_SIZE, projection);
    this.#hidden = take(frames * projection, hidden);
    this.#output = take(hidden, outputs);
    this.#window = new Float32Array(frames * projection);
    this.#projected = new Float32Array(projection);
    this.#hiddenValues = new Float32Array(hidden);
    this.scores = new Float32Array(outputs);
  }

  push(embedding: Float32Array): void {
    const window = this.#window;
    const projected = this.#projected;
    this.#projection.run(embedding, projected);
    rectify(projected);
    window.copyWithin(0, projected.length);
    window.set(projected, window.length - projected.length);
    this.#hidden.run(window, this.#hiddenValues);
    rectify(this.#hiddenValues);
    const scores = this.scores;
    this.#output.run(this.#hiddenValues, scores);
    for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + Math.exp(-(scores[i] ?? 0)));
  }

  reset(): void {
    this.#window.fill(0);
    this.#projected.fill(0);
    this.#hiddenValues.fill(0);
    this.scores.fill(0);
  }
}

/** Units computed side by side, each in a variable of its own: three times faster than sums kept in an array. */
const BLOCK = 4;

/** weights x inputs + bias. Kept unit by unit, so that a unit reads its weights in a row. */
class Layer {
  readonly #inputs: number;
  readonly #units: number;
  readonly #weights: Float32Array;
  readonly #bias: Float32Array;

  /** `stored` is [inputs][units], then the bias. */
  constructor(inputs: number, units: number, stored: Float32Array) {
    this.#inputs = inputs;
    this.#units = units;
    // Units that fill the last block have weights of zero and are never written out.
    this.#weights = new Float32Array(Math.ceil(units / BLOCK) * BLOCK * inputs);
    this.#bias = stored.slice(inputs * units);
    for (let unit = 0; unit < units; unit++) {
      for (let i = 0; i < inputs; i++) this.#weights[unit * inputs + i] = stored[i * units + unit] ?? 0;
    }
  }

  run(from: Float32Array, to: Float32Array): void {
    const inputs = this.#inputs;
    const weights = this.#weights;
    const bias = this.#bias;
    for (let unit = 0; unit < this.#units; unit += BLOCK) {
      const row0 = unit * inputs;
      const row1 = row0 + inputs;
      const row2 = row1 + inputs;
      const row3 = row2 + inputs;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let i = 0; i < inputs; i++) {
        const value = from[i] ?? 0;
        sum0 += value * (weights[row0 + i] ?? 0);
        sum1 += value * (weights[row1 + i] ?? 0);
        sum2 += value * (weights[row2 + i] ?? 0);
        sum3 += value * (weights[row3 + i] ?? 0);
      }
      // Writes past the last unit fall off the end of a typed array.
      to[unit] = sum0 + (bias[unit] ?? 0);
      to[unit + 1] = sum1 + (bias[unit + 1] ?? 0);
      to[unit + 2] = sum2 + (bias[unit + 2] ?? 0);
      to[unit + 3] = sum3 + (bias[unit + 3] ?? 0);
    }
  }
}

function rectify(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    if ((values[i] ?? 0) < 0) values[i] = 0;
  }
}
