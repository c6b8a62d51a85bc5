import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { FullWindowEmbedding } from "../../src/hotloop/edge/full-window-embedding.js";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import {
  EMBEDDING_SIZE,
  type EmbeddingEngine,
  ENGINE_NAMES,
  MEL_BANDS,
  MEL_FRAMES_PER_HOP,
} from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS, WINDOW_FRAMES } from "../../src/hotloop/embedding-graph.js";
import { LogMel } from "../../src/hotloop/mel.js";
import { type ConvolutionWeights, readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { buildKernel } from "./build-kernel.js";
import { spokenSound } from "./spoken-sound.js";

const TOLERANCE = 1e-4;
const HOP_VALUES = MEL_FRAMES_PER_HOP * MEL_BANDS;

let weights: ConvolutionWeights[];
let mel: Float32Array;
let truth: Float32Array[];

beforeAll(async () => {
  buildKernel();
  const cache = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
  const model = await readFile(join(cache, "models", "embedding.onnx"));
  weights = readEmbeddingWeights(model);
  mel = melOf(await spokenSound());
  truth = await fullWindows(model, mel);
});

function melOf(sound: Float32Array): Float32Array {
  const hops = Math.floor(sound.length / HOP_SAMPLES);
  const all = new Float32Array(hops * HOP_VALUES);
  const front = new LogMel();
  for (let hop = 0; hop < hops; hop++) {
    front.process(
      sound.subarray(hop * HOP_SAMPLES, (hop + 1) * HOP_SAMPLES),
      all.subarray(hop * HOP_VALUES, (hop + 1) * HOP_VALUES),
    );
  }
  return all;
}

/** What onnxruntime makes of each whole window, from the first hop whose window is full. */
async function fullWindows(model: Uint8Array, frames: Float32Array): Promise<Float32Array[]> {
  const oracle = await FullWindowEmbedding.load(model);
  const answers: Float32Array[] = [];
  for (let hop = WARM_UP_HOPS; hop < frames.length / HOP_VALUES; hop++) {
    const end = (hop + 1) * HOP_VALUES;
    answers.push(Float32Array.from(await oracle.embed(frames.slice(end - WINDOW_FRAMES * MEL_BANDS, end))));
  }
  await oracle.dispose();
  return answers;
}

function stream(engine: EmbeddingEngine): Float32Array[] {
  const answers: Float32Array[] = [];
  const out = new Float32Array(EMBEDDING_SIZE);
  for (let hop = 0; hop < mel.length / HOP_VALUES; hop++) {
    engine.embed(mel.subarray(hop * HOP_VALUES, (hop + 1) * HOP_VALUES), out);
    if (hop >= WARM_UP_HOPS) answers.push(out.slice());
  }
  return answers;
}

function furthest(some: readonly Float32Array[], others: readonly Float32Array[]): number {
  let most = some.length === others.length ? 0 : Number.POSITIVE_INFINITY;
  some.forEach((values, hop) => {
    values.forEach((value, i) => {
      const apart = Math.abs(value - (others[hop]?.[i] ?? Number.NaN));
      if (!(apart <= most)) most = apart;
    });
  });
  return most;
}

describe.each(ENGINE_NAMES)("engine %s", (name) => {
  it("agrees with whole windows in onnxruntime on real speech", async () => {
    const engine = await loadEngine(name, weights);
    expect(truth.length).toBeGreaterThan(50);
    expect(furthest(stream(engine), truth)).toBeLessThan(TOLERANCE);
    engine.dispose();
  });

  it("starts anew after a reset", async () => {
    const engine = await loadEngine(name, weights);
    const first = stream(engine);
    engine.reset();
    expect(furthest(stream(engine), first)).toBe(0);
    engine.dispose();
  });
});

describe("engines side by side", () => {
  it("do not disturb each other when their hops alternate", async () => {
    const engines = await Promise.all(ENGINE_NAMES.map((name) => loadEngine(name, weights)));
    const outs = engines.map(() => new Float32Array(EMBEDDING_SIZE));
    for (let hop = 0; hop < 30; hop++) {
      engines.forEach((engine, i) => {
        engine.embed(
          mel.subarray(hop * HOP_VALUES, (hop + 1) * HOP_VALUES),
          outs[i] ?? new Float32Array(EMBEDDING_SIZE),
        );
      });
      if (hop < WARM_UP_HOPS) continue;
      for (const out of outs)
        expect(furthest([out], truth.slice(hop - WARM_UP_HOPS, hop - WARM_UP_HOPS + 1))).toBeLessThan(
          TOLERANCE,
        );
    }
    for (const engine of engines) engine.dispose();
  });
});
