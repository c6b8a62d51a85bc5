import type { Tensor } from "onnxruntime-node";
import { SottoError } from "../../domain/errors.js";
import { floatData, floats, integers, type OnnxGraph, output } from "./onnx-runtime.js";

/** The width of a frame. */
export const HIDDEN = 288;
/** One frame of the encoder: 24 ms. */
export const FRAME_SAMPLES = 384;
/** The first convolutions need 895 samples; shorter sound is filled up with silence. */
const SHORTEST_SAMPLES = 1_600;

/** What the encoder heard: [1, frames, 288]. */
export interface Encoded {
  readonly hidden: Tensor;
  readonly frames: number;
  /** Length of the sound given, filled up. */
  readonly samples: number;
}

/** The first half of Moonshine: sound to frames. Cost follows the length. */
export class MoonshineEncoder {
  readonly #graph: OnnxGraph;

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  /** @throws SottoError MODEL_FAILED */
  async encode(samples: Float32Array): Promise<Encoded> {
    const filled = samples.length >= SHORTEST_SAMPLES ? samples : new Float32Array(SHORTEST_SAMPLES);
    if (filled !== samples) filled.set(samples);
    const length = filled.length;
    const result = await this.#graph.run({
      input_values: floats(filled, [1, length]),
      attention_mask: integers(new BigInt64Array(length).fill(1n), [1, length]),
    });
    const hidden = output(result, "last_hidden_state");
    if (!floatData(hidden).every(Number.isFinite)) {
      throw new SottoError("MODEL_FAILED", "the encoder gave something that is no number");
    }
    return { hidden, frames: hidden.dims[1] ?? 0, samples: length };
  }
}
