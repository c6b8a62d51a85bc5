import type { Tensor } from "onnxruntime-node";
import type { Step } from "../greedy.js";
import type { ShownFrames } from "../masked-tokens.js";
import { logProbability } from "../probabilities.js";
import { START_TOKEN } from "../tokenizer.js";
import { type Encoded, FRAME_SAMPLES } from "./moonshine-encoder.js";
import { flag, floatData, floats, integers, type OnnxGraph, output, type Tensors } from "./onnx-runtime.js";

const LAYERS = 6;
const HEADS = 8;
const HEAD_WIDTH = 36;
/** Rows times tokens of one batch: each takes 128 KB of logits, so 32 MB at once. */
const BATCH_TOKENS = 256;
const EMPTY = floats(new Float32Array(0), [1, HEADS, 0, HEAD_WIDTH]);

/** Tokens to be weighed. `before` were decoded freely with everything heard; their share of the work is not done again. */
export interface Forced {
  readonly before: readonly number[];
  readonly tokens: readonly number[];
}

/** The second half of Moonshine: frames to tokens, one at a time or all at once. */
export class MoonshineDecoder {
  readonly #graph: OnnxGraph;

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  /** Decoding of one utterance; keeps the keys and values of what was fed so far. */
  begin(encoded: Encoded): Decoding {
    return new Decoding(this.#graph, encoded);
  }
}

export class Decoding {
  readonly #graph: OnnxGraph;
  readonly #encoded: Encoded;
  readonly #mask: Tensor;
  /** Of the encoder's frames, made by the first step and the same ever after. */
  #heard: Tensors | undefined;
  /** Of the tokens fed so far. */
  #said: Tensors;

  constructor(graph: OnnxGraph, encoded: Encoded) {
    this.#graph = graph;
    this.#encoded = encoded;
    this.#mask = integers(new BigInt64Array(encoded.samples).fill(1n), [1, encoded.samples]);
    this.#said = keyValues("decoder", () => EMPTY);
  }

  /** Feeds one token, gives the logits of the next. Bind it to use it as a `Step`. */
  readonly step: Step = async (token) => {
    const first = this.#heard === undefined;
    const result = await this.#graph.run({
      input_ids: integers(BigInt64Array.of(BigInt(token)), [1, 1]),
      encoder_hidden_states: this.#encoded.hidden,
      encoder_attention_mask: this.#mask,
      use_cache_branch: flag(first ? 0 : 1),
      ...this.#said,
      ...(this.#heard ?? keyValues("encoder", () => EMPTY)),
    });
    this.#said = keyValues("decoder", (name) => output(result, name));
    this.#heard ??= keyValues("encoder", (name) => output(result, name));
    return floatData(output(result, "logits"));
  };

  /**
   * The log-probabilities of `forced.tokens`, fed as given (teacher forcing), once for each row of what
   * may be heard. result[row][i] belongs to tokens[i].
   */
  async force(forced: Forced, rows: readonly ShownFrames[]): Promise<readonly Float64Array[]> {
    if (forced.tokens.length === 0) return rows.map(() => new Float64Array(0));
    if (this.#heard === undefined) await this.step(START_TOKEN);
    const result: Float64Array[] = [];
    const batch = Math.max(1, Math.floor(BATCH_TOKENS / forced.tokens.length));
    for (let at = 0; at < rows.length; at += batch) {
      result.push(...(await this.#forceBatch(forced, rows.slice(at, at + batch))));
    }
    return result;
  }

  async #forceBatch(forced: Forced, rows: readonly ShownFrames[]): Promise<readonly Float64Array[]> {
    const { tokens, before } = forced;
    const count = rows.length;
    const fed = [before.at(-1) ?? START_TOKEN, ...tokens.slice(0, -1)];
    const ids = new BigInt64Array(count * fed.length);
    for (let row = 0; row < count; row++) ids.set(fed.map(BigInt), row * fed.length);
    const result = await this.#graph.run({
      input_ids: integers(ids, [count, fed.length]),
      encoder_hidden_states: this.#encoded.hidden,
      encoder_attention_mask: this.#masks(rows),
      use_cache_branch: flag(1),
      ...mapTensors(this.#said, (tensor) => repeat(firstPositions(tensor, before.length), count)),
      // Given once, the graph spreads them over the batch: the same logits in a third of the time of repeating.
      ...this.#heard,
    });
    const logits = output(result, "logits");
    const width = logits.dims[2] ?? 0;
    const data = floatData(logits);
    return rows.map((_, row) =>
      Float64Array.from(tokens, (token, i) =>
        logProbability(data, (row * tokens.length + i) * width, width, token),
      ),
    );
  }

  /** The mask is read at every 384th sample, one for a frame: the samples between are left as they are. */
  #masks(rows: readonly ShownFrames[]): Tensor {
    const length = this.#encoded.samples;
    const data = new BigInt64Array(rows.length * length);
    rows.forEach((row, index) => {
      for (let frame = row.from; frame < row.to && frame * FRAME_SAMPLES < length; frame++) {
        data[index * length + frame * FRAME_SAMPLES] = 1n;
      }
    });
    return integers(data, [rows.length, length]);
  }
}

function keyValues(side: "decoder" | "encoder", of: (presentName: string) => Tensor): Tensors {
  const tensors: Record<string, Tensor> = {};
  for (let layer = 0; layer < LAYERS; layer++) {
    for (const part of ["key", "value"]) {
      tensors[`past_key_values.${layer}.${side}.${part}`] = of(`present.${layer}.${side}.${part}`);
    }
  }
  return tensors;
}

function mapTensors(tensors: Tensors, change: (tensor: Tensor) => Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}

/** The first `count` positions of [1, heads, positions, width]. */
function firstPositions(tensor: Tensor, count: number): Tensor {
  const all = floatData(tensor);
  const stride = (tensor.dims[2] ?? 0) * HEAD_WIDTH;
  const kept = new Float32Array(HEADS * count * HEAD_WIDTH);
  for (let head = 0; head < HEADS; head++) {
    const from = head * stride;
    kept.set(all.subarray(from, from + count * HEAD_WIDTH), head * count * HEAD_WIDTH);
  }
  return floats(kept, [1, HEADS, count, HEAD_WIDTH]);
}

function repeat(tensor: Tensor, count: number): Tensor {
  const one = floatData(tensor);
  const all = new Float32Array(one.length * count);
  for (let i = 0; i < count; i++) all.set(one, i * one.length);
  return floats(all, [count, ...tensor.dims.slice(1)]);
}
