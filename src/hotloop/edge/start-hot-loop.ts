import { SottoError } from "../../domain/errors.js";
import type { EngineName } from "../embedding-engine.js";
import type { HopEngine } from "../hop-engine.js";
import type { HotLoop } from "../hop-scores.js";
import { StreamingHotLoop, type TrainedHeads, type WakeHead } from "../hot-loop.js";
import type { ConvolutionWeights } from "../onnx-weights.js";
import { loadEngine } from "./load-engine.js";
import type { HeadsCard } from "./load-heads.js";

/** Fastest first, as `sotto bench` prints them. */
const BY_SPEED: readonly EngineName[] = ["simd", "tfjs-wasm", "tfjs-node"];

/** What a first look needs to know of the scores, in the form that it takes. */
export interface WakeSettings {
  /** Words of the scores. */
  readonly order: readonly string[];
  readonly thresholds: Readonly<Record<string, number>>;
  /** Seconds from the end of a word to the decision, of words for which they were measured. */
  readonly delays: Readonly<Record<string, number>>;
  readonly smoothingHops: number;
  /** Of words that have one of their own. */
  readonly smoothing: Readonly<Record<string, number>>;
}

/** What a hot loop is made of, read and verified: plain data that can be handed to a thread. */
export interface HotLoopModel {
  readonly heads: TrainedHeads;
  /** Thresholds that belong to the shipped heads. */
  readonly card: HeadsCard;
  /** The heads that run for wake words. */
  readonly wake: readonly WakeHead[];
  readonly firstLook: WakeSettings;
  readonly embedding: readonly ConvolutionWeights[];
}

export interface LoadedHotLoop {
  readonly hotLoop: HotLoop;
  /** Which engine runs. */
  readonly engine: EngineName;
  /** Thresholds that belong to the shipped heads. */
  readonly card: HeadsCard;
  /** Those of every wake word that is scored. */
  readonly firstLook: WakeSettings;
  dispose(): void;
}

/**
 * The hot loop, ready for its first hop. Each call makes one with a state of its own.
 * @param choice "auto" takes the fastest that loads
 * @throws SottoError MODEL_FAILED, ENGINE_UNAVAILABLE
 */
export async function startHotLoop(
  { heads, card, wake, firstLook, embedding }: HotLoopModel,
  choice: EngineName | "auto",
): Promise<LoadedHotLoop> {
  const engine = await chooseEngine(choice, embedding);
  return {
    hotLoop: new StreamingHotLoop(engine, heads, wake),
    engine: engine.name,
    card,
    firstLook,
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
