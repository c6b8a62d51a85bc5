import type { ModelStore } from "../../models/model-store.js";
import type { EngineName } from "../embedding-engine.js";
import { readEmbeddingWeights } from "../onnx-weights.js";
import { HEADS_FOLDER, loadHeads } from "./load-heads.js";
import { type HotLoopModel, type LoadedHotLoop, startHotLoop } from "./start-hot-loop.js";

export type { LoadedHotLoop };

export interface HotLoopFiles {
  readonly models: ModelStore;
  /** Folder of heads.json and heads.bin; default the project's own. */
  readonly headsFolder?: string;
}

export interface HotLoopOptions extends HotLoopFiles {
  /** "auto" takes the fastest that loads. */
  readonly engine: EngineName | "auto";
}

/** @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED */
export async function readHotLoop({ models, headsFolder }: HotLoopFiles): Promise<HotLoopModel> {
  const { heads, card } = await loadHeads(headsFolder ?? HEADS_FOLDER);
  return { heads, card, embedding: readEmbeddingWeights(await models.read("embedding.onnx")) };
}

/**
 * The hot loop, ready for its first hop. Each call makes one with a state of its own.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE
 */
export async function loadHotLoop(options: HotLoopOptions): Promise<LoadedHotLoop> {
  return startHotLoop(await readHotLoop(options), options.engine);
}
