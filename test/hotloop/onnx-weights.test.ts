import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import { EMBEDDING_LAYERS, HISTORY_ROWS } from "../../src/hotloop/embedding-graph.js";
import { readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";

function codeFor(bytes: Uint8Array): string | undefined {
  try {
    readEmbeddingWeights(bytes);
  } catch (error) {
    return codeOf(error);
  }
  return undefined;
}

describe("weights of the embedding", () => {
  it("are refused with a code where the file is empty, cut off or something else", () => {
    expect(codeFor(new Uint8Array(0))).toBe("MODEL_FAILED");
    expect(codeFor(Uint8Array.of(0x3a, 0x7f, 1, 2))).toBe("MODEL_FAILED");
    expect(codeFor(new TextEncoder().encode("this is not a model"))).toBe("MODEL_FAILED");
    expect(codeFor(new Uint8Array(64).fill(0xff))).toBe("MODEL_FAILED");
  });
});

describe("graph of the embedding", () => {
  it("has 20 convolutions with 328,128 weights and biases but the last, and 5.6 million products a hop", () => {
    const kernels = EMBEDDING_LAYERS.map((l) => l.kernelRows * l.kernelColumns * l.inputs * l.outputs);
    const products = EMBEDDING_LAYERS.map((l, i) => (kernels[i] ?? 0) * l.rows * l.columns);
    const biases = EMBEDDING_LAYERS.slice(0, -1).map((l) => l.outputs);
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    expect(EMBEDDING_LAYERS).toHaveLength(20);
    expect(sum(kernels) + sum(biases)).toBe(328_128);
    expect(sum(products) / 1e6).toBeCloseTo(5.6, 1);
  });

  it("needs 9,472 values of the past", () => {
    const history = EMBEDDING_LAYERS.filter((l) => l.kernelRows === 3).map(
      (l) => HISTORY_ROWS * l.columns * l.inputs,
    );
    expect(history.reduce((a, b) => a + b, 0)).toBe(9_472);
  });
});
