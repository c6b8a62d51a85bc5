import type { Rank, Tensor4D } from "@tensorflow/tfjs-core";
import { DenseHead, type Head, type HeadShape } from "../dense-head.js";
import { EMBEDDING_SIZE, type EngineName, MEL_BANDS, MEL_FRAMES_PER_HOP } from "../embedding-engine.js";
import {
  ACTIVATION_FLOOR,
  EMBEDDING_LAYERS,
  type EmbeddingLayer,
  HISTORY_ROWS,
  LEAK,
} from "../embedding-graph.js";
import type { HopEngine } from "../hop-engine.js";
import { LogMel, type MelFrontEnd } from "../mel.js";
import type { ConvolutionWeights } from "../onnx-weights.js";

/** What the engine needs of TensorFlow.js; tfjs-core and tfjs-node both have it. */
export type TensorFlow = Pick<
  typeof import("@tensorflow/tfjs-core"),
  | "concat"
  | "fused"
  | "getBackend"
  | "keep"
  | "maxPool"
  | "maximum"
  | "pad"
  | "scalar"
  | "setBackend"
  | "slice"
  | "tensor1d"
  | "tensor4d"
  | "tidy"
  | "zeros"
>;

interface Stage {
  readonly layer: EmbeddingLayer;
  readonly filter: Tensor4D;
  readonly bias: ReturnType<TensorFlow["tensor1d"]>;
  /** The last rows of the hop before, where the kernel spans three. */
  history: Tensor4D | undefined;
}

/**
 * Streaming embedding in TensorFlow.js: the readable reference. `backend` is chosen before every hop, because
 * TensorFlow.js has one current backend for the whole process.
 */
export class TfjsEngine implements HopEngine {
  readonly name: EngineName;
  readonly #tf: TensorFlow;
  readonly #backend: string;
  readonly #stages: readonly Stage[];
  readonly #floor: ReturnType<TensorFlow["scalar"]>;

  constructor(name: EngineName, tf: TensorFlow, backend: string, weights: readonly ConvolutionWeights[]) {
    this.name = name;
    this.#tf = tf;
    this.#backend = backend;
    this.#choose();
    this.#floor = tf.keep(tf.scalar(ACTIVATION_FLOOR));
    this.#stages = EMBEDDING_LAYERS.map((layer, index) => {
      const { kernelRows, kernelColumns, inputs, outputs } = layer;
      const { weights: values, bias } = weights[index] ?? {
        weights: new Float32Array(0),
        bias: new Float32Array(0),
      };
      const shape: [number, number, number, number] = [kernelRows, kernelColumns, inputs, outputs];
      return {
        layer,
        filter: tf.keep(tf.tensor4d(channelsLast(layer, values), shape)),
        bias: tf.keep(tf.tensor1d(bias)),
        history: emptyHistory(tf, layer),
      };
    });
  }

  embed(mel: Float32Array, out: Float32Array): void {
    this.#choose();
    const tf = this.#tf;
    tf.tidy(() => {
      let x: Tensor4D = tf.tensor4d(mel.slice(), [1, MEL_FRAMES_PER_HOP, MEL_BANDS, 1]);
      for (const stage of this.#stages) x = this.#run(stage, x);
      out.set(x.dataSync().subarray(0, EMBEDDING_SIZE));
    });
  }

  logMel(): MelFrontEnd {
    return new LogMel();
  }

  head(shape: HeadShape, weights: Float32Array): Head {
    return new DenseHead(shape, weights);
  }

  reset(): void {
    this.#choose();
    for (const stage of this.#stages) {
      stage.history?.dispose();
      stage.history = emptyHistory(this.#tf, stage.layer);
    }
  }

  dispose(): void {
    this.#choose();
    for (const { filter, bias, history } of this.#stages) {
      filter.dispose();
      bias.dispose();
      history?.dispose();
    }
    this.#floor.dispose();
  }

  #run(stage: Stage, input: Tensor4D): Tensor4D {
    const tf = this.#tf;
    const { layer, filter, bias, history } = stage;
    let x = input;
    if (history !== undefined) {
      x = tf.concat([history, x], 1);
      const rows = layer.rows + HISTORY_ROWS;
      stage.history = tf.keep(
        tf.slice(x, [0, rows - HISTORY_ROWS, 0, 0], [1, HISTORY_ROWS, layer.columns, layer.inputs]),
      );
      history.dispose();
    }
    if (layer.kernelColumns === 3) {
      x = tf.pad(x, [
        [0, 0],
        [0, 0],
        [1, 1],
        [0, 0],
      ]);
    }
    const convolution = { x, filter, strides: 1, pad: "valid" as const, bias };
    if (layer.activation === "linear") return tf.fused.conv2d(convolution);
    x = tf.fused.conv2d({ ...convolution, activation: "leakyrelu", leakyreluAlpha: LEAK });
    x = tf.maximum(x, this.#floor);
    const { rows, columns } = layer.pool;
    return rows * columns === 1 ? x : tf.maxPool(x, [rows, columns], [rows, columns], "valid");
  }

  /** Synchronous for a backend that is up: the promise is resolved already. */
  #choose(): void {
    if (this.#tf.getBackend() !== this.#backend) void this.#tf.setBackend(this.#backend);
  }
}

function emptyHistory(tf: TensorFlow, { kernelRows, columns, inputs }: EmbeddingLayer): Tensor4D | undefined {
  return kernelRows === 3 ? tf.keep(tf.zeros<Rank.R4>([1, HISTORY_ROWS, columns, inputs])) : undefined;
}

/** [outputs][inputs][rows][columns] to [rows][columns][inputs][outputs]. */
function channelsLast(layer: EmbeddingLayer, weights: Float32Array): Float32Array {
  const { kernelRows, kernelColumns, inputs, outputs } = layer;
  const order = new Float32Array(weights.length);
  let at = 0;
  for (let row = 0; row < kernelRows; row++) {
    for (let column = 0; column < kernelColumns; column++) {
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) {
          order[at++] = weights[((output * inputs + input) * kernelRows + row) * kernelColumns + column] ?? 0;
        }
      }
    }
  }
  return order;
}
