import { expect, it } from "vitest";
import { encodeOnnx } from "../../src/app/bench/onnx-model.js";
import { headModel } from "../../src/app/bench/open-wake-word.js";
import { floatData, floats, OnnxGraph, output } from "../../src/transcript/edge/onnx-runtime.js";

async function scoreOf(seed: number, embeddings: Float32Array): Promise<number | undefined> {
  const graph = await OnnxGraph.load("head", encodeOnnx(headModel(seed)), 1);
  const answer = await graph.run({ embeddings: floats(embeddings, [1, 16, 96]) });
  await graph.release();
  return floatData(output(answer, "score"))[0];
}

it("the peer's heads have the 102,849 parameters of openWakeWord's and run on onnxruntime, each on its own weights", async () => {
  const parameters = headModel(1).constants.reduce((sum, { values }) => sum + values.length, 0);
  expect(parameters).toBe(102_849);
  const embeddings = Float32Array.from({ length: 16 * 96 }, (_, i) => Math.sin(i) * 20);
  const scores = await Promise.all([1, 2, 3].map((seed) => scoreOf(seed, embeddings)));
  for (const score of scores) expect(score).toBeGreaterThan(0);
  for (const score of scores) expect(score).toBeLessThan(1);
  expect(new Set(scores).size).toBe(3);
});
