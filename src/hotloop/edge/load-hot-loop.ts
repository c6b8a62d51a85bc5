import { SottoError } from "../../domain/errors.js";
import type { ModelStore } from "../../models/model-store.js";
import type { EngineName } from "../embedding-engine.js";
import type { HopEngine } from "../hop-engine.js";
import type { HotLoop } from "../hop-scores.js";
import { StreamingHotLoop } from "../hot-loop.js";
import { type ConvolutionWeights, readEmbeddingWeights } from "../onnx-weights.js";
import { loadEngine } from "./load-engine.js";
import { HEADS_FOLDER, type HeadsCard, loadHeads } from "./load-heads.js";

/** Fastest first, as `sotto bench` prints them. */
const BY_SPEED: readonly EngineName[] = ["simd", "tfjs-wasm", "tfjs-node"];

export interface HotLoopOptions {
  readonly models: ModelStore;
  /** "auto" takes the fastest that loads. */
  readonly engine: EngineName | "auto";
  /** Folder of heads.json and heads.bin; default the project's own. */
  readonly headsFolder?: string;
}

export interface LoadedHotLoop {
  readonly hotLoop: HotLoop;
  /** Which engine runs. */
  readonly engine: EngineName;
  /** Thresholds that belong to the heads. */
  readonly card: HeadsCard;
  dispose(): void;
}

/**
 * The hot loop, ready for its first hop. Each call makes one with a state of its own.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE
 */
export async function loadHotLoop(options: HotLoopOptions): Promise<LoadedHotLoop> {
  const { heads, card } = await loadHeads(options.headsFolder ?? HEADS_FOLDER);
  const weights = readEmbeddingWeights(await options.models.read("embedding.onnx"));
  const engine = await chooseEngine(options.engine, weights);
  return {
    hotLoop: new StreamingHotLoop(engine, heads),
    engine: engine.name,
    card,
    dispose: () => engine.dispose(),
  };
}

async function chooseEngine(
  choice: EngineName | "auto",
  weights: readonly ConvolutionWeights[],
): Promise<HopEngine> {
  if (choice !== "auto") return loadEngine(choice, weights);
  for (const name of BY_SPEED) {
    try {
      return await loadEngine(name, weights);
    } catch (error) {
      // Anything else than an engine that is absent is a fault and stays one.
      if (!(error instanceof SottoError) || error.code !== "ENGINE_UNAVAILABLE") throw error;
    }
  }
  throw new SottoError("ENGINE_UNAVAILABLE", `none of ${BY_SPEED.join(", ")}`);
}
