import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { DenseHead, headFloats } from "../../src/hotloop/dense-head.js";
import { FullWindowEmbedding } from "../../src/hotloop/edge/full-window-embedding.js";
import { KERNEL_NAMES } from "../../src/hotloop/edge/kernel.js";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import { createSimdEngine } from "../../src/hotloop/edge/simd-engine.js";
import {
  EMBEDDING_SIZE,
  type EmbeddingEngine,
  ENGINE_NAMES,
  MEL_BANDS,
  MEL_FRAMES_PER_HOP,
} from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS, WINDOW_FRAMES } from "../../src/hotloop/embedding-graph.js";
import { LogMel, type MelFrontEnd } from "../../src/hotloop/mel.js";
import { type ConvolutionWeights, readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { buildKernel } from "./build-kernel.js";
import { spokenSound } from "./spoken-sound.js";

const TOLERANCE = 1e-4;
const HOP_VALUES = MEL_FRAMES_PER_HOP * MEL_BANDS;

let weights: ConvolutionWeights[];
let sound: Float32Array;
let mel: Float32Array;
let truth: Float32Array[];

beforeAll(async () => {
  buildKernel();
  const cache = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
  const model = await readFile(join(cache, "models", "embedding.onnx"));
  weights = readEmbeddingWeights(model);
  sound = await spokenSound();
  mel = melOf(new LogMel());
  truth = await fullWindows(model, mel);
});

function melOf(front: MelFrontEnd): Float32Array {
  const hops = Math.floor(sound.length / HOP_SAMPLES);
  const all = new Float32Array(hops * HOP_VALUES);
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

describe.each(KERNEL_NAMES)("kernel %s", (name) => {
  it("agrees with whole windows in onnxruntime on real speech", async () => {
    const engine = await createSimdEngine(weights, name);
    expect(furthest(stream(engine), truth)).toBeLessThan(TOLERANCE);
  });

  it("hears the log-mel that the reference hears, again after a reset", async () => {
    const front = (await createSimdEngine(weights, name)).logMel();
    expect(furthest([melOf(front)], [mel])).toBeLessThan(1e-6);
    front.reset();
    expect(furthest([melOf(front)], [mel])).toBeLessThan(1e-6);
  });

  it.each([
    { frames: 1, projection: 3, hidden: 5, outputs: 1 },
    { frames: 10, projection: 64, hidden: 64, outputs: 3 },
    { frames: 5, projection: 13, hidden: 7, outputs: 11 },
  ])("scores as the reference does with a head of any size: %o", async (shape) => {
    const engine = await createSimdEngine(weights, name);
    const values = randomWeights(headFloats(shape));
    const reference = new DenseHead(shape, values);
    const head = engine.head(shape, values);
    // A second head makes the memory grow, and must not reach into the first.
    const other = engine.head(
      shape,
      values.map((value) => -value),
    );
    const expected: Float32Array[] = [];
    const given: Float32Array[] = [];
    for (const round of [0, 1]) {
      for (const embedding of truth.slice(0, 25)) {
        const scaled = embedding.map((value) => value / 20 + round);
        for (const each of [reference, head, other]) each.push(scaled);
        expected.push(reference.scores.slice());
        given.push(head.scores.slice());
      }
      for (const each of [reference, head, other]) each.reset();
    }
    expect(furthest(given, expected)).toBeLessThan(1e-5);
    expect(new Set(expected.flatMap((scores) => [...scores])).size).toBeGreaterThan(20);
  });
});

/** Even, in +-0.25, from a fixed generator. */
function randomWeights(count: number): Float32Array {
  let state = 11;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) / 2;
  });
}
