import { FullWindowEmbedding } from "../../hotloop/edge/full-window-embedding.js";
import { EMBEDDING_SIZE } from "../../hotloop/embedding-engine.js";
import type { WindowPeer } from "../../hotloop/measure-hops.js";
import { floatData, floats, OnnxGraph, output } from "../../transcript/edge/onnx-runtime.js";
import { encodeOnnx, type OnnxConstant, type OnnxNode } from "./onnx-model.js";

/** Embeddings that one of its heads looks at. */
const WINDOW_EMBEDDINGS = 16;
const UNITS = 64;
const WORDS = 3;

/**
 * openWakeWord's way with three words, on one thread of onnxruntime: the whole window through embedding.onnx once, then
 * a session for each word, with a head of its documented shape: 1,536 values to 64 to 64 to 1, LayerNorm and ReLU
 * between, 102,849 parameters. Their weights do not change the time, so they are random.
 */
export class OpenWakeWordPeer implements WindowPeer {
  readonly windowEmbeddings = WINDOW_EMBEDDINGS;
  readonly #embedding: FullWindowEmbedding;
  readonly #heads: readonly OnnxGraph[];

  private constructor(embedding: FullWindowEmbedding, heads: readonly OnnxGraph[]) {
    this.#embedding = embedding;
    this.#heads = heads;
  }

  /** @throws SottoError MODEL_FAILED */
  static async load(embedding: Uint8Array): Promise<OpenWakeWordPeer> {
    const heads = Array.from({ length: WORDS }, (_, word) =>
      OnnxGraph.load(`head ${word + 1}`, encodeOnnx(headModel(word + 1)), 1),
    );
    return new OpenWakeWordPeer(await FullWindowEmbedding.load(embedding), await Promise.all(heads));
  }

  embed(mel: Float32Array): Promise<Float32Array> {
    return this.#embedding.embed(mel);
  }

  async score(embeddings: Float32Array): Promise<void> {
    for (const head of this.#heads) {
      const answer = await head.run({
        embeddings: floats(embeddings, [1, WINDOW_EMBEDDINGS, EMBEDDING_SIZE]),
      });
      floatData(output(answer, "score"));
    }
  }

  async dispose(): Promise<void> {
    await this.#embedding.dispose();
    for (const head of this.#heads) await head.release();
  }
}

/** @param seed other weights for another word */
export function headModel(seed: number): Parameters<typeof encodeOnnx>[0] {
  const nodes: OnnxNode[] = [{ operator: "Flatten", inputs: ["embeddings"], output: "x0" }];
  const constants: OnnxConstant[] = [];
  let state = seed;
  const constant = (name: string, shape: readonly number[], scale: number): string => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (let i = 0; i < values.length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      values[i] = (state / 2 ** 32 - 0.5) * scale;
    }
    constants.push({ name, shape, values });
    return name;
  };
  let last = "x0";
  const add = (operator: string, ...inputs: string[]) => {
    const output = `x${nodes.length}`;
    nodes.push({ operator, inputs: [last, ...inputs], output });
    last = output;
  };
  const dense = (name: string, inputs: number, units: number) =>
    add("Gemm", constant(`${name}.w`, [inputs, units], 0.1), constant(`${name}.b`, [units], 0.1));
  const between = (name: string) => {
    add("LayerNormalization", constant(`${name}.g`, [UNITS], 2), constant(`${name}.o`, [UNITS], 0.1));
    add("Relu");
  };
  dense("first", WINDOW_EMBEDDINGS * EMBEDDING_SIZE, UNITS);
  between("first");
  dense("second", UNITS, UNITS);
  between("second");
  dense("last", UNITS, 1);
  nodes.push({ operator: "Sigmoid", inputs: [last], output: "score" });
  return {
    opset: 17,
    nodes,
    constants,
    input: { name: "embeddings", shape: [1, WINDOW_EMBEDDINGS, EMBEDDING_SIZE] },
    output: { name: "score", shape: [1, 1] },
  };
}
