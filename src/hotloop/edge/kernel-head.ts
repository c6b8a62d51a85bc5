import type { Head, HeadShape } from "../dense-head.js";
import { EMBEDDING_SIZE } from "../embedding-engine.js";
import { FLOAT_BYTES, type KernelMemory } from "./kernel-memory.js";

/** Units that the kernel computes side by side; a layer is filled up with units that weigh nothing. */
const BLOCK = 8;

interface Layer {
  readonly inputs: number;
  readonly units: number;
  /** Units with those that fill the last block. */
  readonly width: number;
  readonly weights: number;
  readonly bias: number;
  readonly output: number;
}

/** The network of DenseHead on the SIMD kernel, which holds its weights and all that it has heard. */
export class KernelHead implements Head {
  readonly scores: Float32Array;
  readonly #memory: KernelMemory;
  readonly #embedding: number;
  readonly #projection: Layer;
  readonly #hidden: Layer;
  readonly #output: Layer;
  /** Projections of the last embeddings, oldest first. */
  readonly #window: number;
  readonly #windowBytes: number;
  readonly #projectionBytes: number;

  constructor(memory: KernelMemory, shape: HeadShape, weights: Float32Array) {
    const { frames, projection, hidden, outputs } = shape;
    let at = 0;
    const take = (inputs: number, units: number): Layer => {
      const from = at;
      at += (inputs + 1) * units;
      return makeLayer(memory, inputs, units, weights.subarray(from, at));
    };
    this.#memory = memory;
    this.#embedding = memory.take(EMBEDDING_SIZE * FLOAT_BYTES);
    this.#projection = take(EMBEDDING_SIZE, projection);
    this.#hidden = take(frames * projection, hidden);
    this.#output = take(hidden, outputs);
    this.#projectionBytes = projection * FLOAT_BYTES;
    this.#windowBytes = frames * this.#projectionBytes;
    this.#window = memory.take(this.#windowBytes);
    this.scores = new Float32Array(outputs);
  }

  push(embedding: Float32Array): void {
    const { kernel, floats } = this.#memory;
    floats.set(embedding, this.#embedding / FLOAT_BYTES);
    const past = this.#windowBytes - this.#projectionBytes;
    this.#run(this.#projection, this.#embedding, 1);
    kernel.carry(this.#window, this.#window + this.#projectionBytes, past);
    kernel.carry(this.#window + past, this.#projection.output, this.#projectionBytes);
    this.#run(this.#hidden, this.#window, 1);
    this.#run(this.#output, this.#hidden.output, 0);
    const scores = this.scores;
    const from = this.#output.output / FLOAT_BYTES;
    for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + Math.exp(-(floats[from + i] ?? 0)));
  }

  reset(): void {
    const { kernel } = this.#memory;
    kernel.erase(this.#embedding, EMBEDDING_SIZE * FLOAT_BYTES);
    kernel.erase(this.#window, this.#windowBytes);
    for (const { output, width } of [this.#projection, this.#hidden, this.#output])
      kernel.erase(output, width * FLOAT_BYTES);
    this.scores.fill(0);
  }

  #run({ inputs, width, weights, bias, output }: Layer, input: number, rectify: 0 | 1): void {
    this.#memory.kernel.dense(input, inputs, weights, bias, width, output, rectify);
  }
}

/** `stored` is [inputs][units], then the bias; the kernel reads [units / 8][inputs][8]. */
function makeLayer(memory: KernelMemory, inputs: number, units: number, stored: Float32Array): Layer {
  const width = Math.ceil(units / BLOCK) * BLOCK;
  const weights = new Float32Array(width * inputs);
  const bias = new Float32Array(width);
  for (let unit = 0; unit < units; unit++) {
    const block = unit - (unit % BLOCK);
    for (let i = 0; i < inputs; i++)
      weights[block * inputs + i * BLOCK + (unit % BLOCK)] = stored[i * units + unit] ?? 0;
    bias[unit] = stored[inputs * units + unit] ?? 0;
  }
  return {
    inputs,
    units,
    width,
    weights: memory.put(weights),
    bias: memory.put(bias),
    output: memory.take(width * FLOAT_BYTES),
  };
}
