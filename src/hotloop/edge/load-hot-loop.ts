import { SottoError } from "../../domain/errors.js";
import type { ModelStore } from "../../models/model-store.js";
import type { EngineName } from "../embedding-engine.js";
import type { HopEngine } from "../hop-engine.js";
import { type HotLoop, WAKE_WORDS } from "../hop-scores.js";
import { StreamingHotLoop, type WakeHead } from "../hot-loop.js";
import { type ConvolutionWeights, readEmbeddingWeights } from "../onnx-weights.js";
import { isShipped } from "../wake-words.js";
import { loadEngine } from "./load-engine.js";
import { HEADS_FOLDER, type HeadsCard, type LoadedHeads, loadHeads } from "./load-heads.js";
import { loadWord, requireWords } from "./load-words.js";

/** Fastest first, as `sotto bench` prints them. */
const BY_SPEED: readonly EngineName[] = ["simd", "tfjs-wasm", "tfjs-node"];

export interface HotLoopOptions {
  readonly models: ModelStore;
  /** "auto" takes the fastest that loads. */
  readonly engine: EngineName | "auto";
  /** Folder of heads.json and heads.bin; default the project's own. */
  readonly headsFolder?: string;
  /** What is listened for; default the shipped words. A head that nobody listens for does not run. */
  readonly listen?: Listening;
}

export interface Listening {
  readonly words: readonly string[];
  /** Folder of enrolled words; it may be absent. */
  readonly wordsFolder: string;
}

/** What a first look needs to know of the scores, in the form that it takes. */
export interface WakeSettings {
  /** Words of the scores. */
  readonly order: readonly string[];
  readonly thresholds: Readonly<Record<string, number>>;
  readonly smoothingHops: number;
  /** Of words that have one of their own. */
  readonly smoothing: Readonly<Record<string, number>>;
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
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE, WORD_UNKNOWN, WORD_DAMAGED
 */
export async function loadHotLoop(options: HotLoopOptions): Promise<LoadedHotLoop> {
  const shipped = await loadHeads(options.headsFolder ?? HEADS_FOLDER);
  const { wake, firstLook } = await chooseWords(shipped, options.listen);
  const weights = readEmbeddingWeights(await options.models.read("embedding.onnx"));
  const engine = await chooseEngine(options.engine, weights);
  return {
    hotLoop: new StreamingHotLoop(engine, shipped.heads, wake),
    engine: engine.name,
    card: shipped.card,
    firstLook,
    dispose: () => engine.dispose(),
  };
}

async function chooseWords(
  { heads, card }: LoadedHeads,
  listen: Listening | undefined,
): Promise<{ readonly wake: readonly WakeHead[]; readonly firstLook: WakeSettings }> {
  const words = listen?.words ?? WAKE_WORDS;
  if (listen) await requireWords(words, listen.wordsFolder);
  const wake: WakeHead[] = words.some(isShipped) ? [{ ...heads.wake, words: WAKE_WORDS }] : [];
  const thresholds: Record<string, number> = { ...card.firstLook.thresholds };
  const smoothing: Record<string, number> = {};
  for (const word of words) {
    if (isShipped(word)) continue;
    const enrolled = await loadWord(listen?.wordsFolder ?? "", word);
    wake.push(enrolled.head);
    thresholds[word] = enrolled.card.threshold;
    smoothing[word] = enrolled.card.smoothingHops;
  }
  const order = wake.flatMap((head) => head.words);
  const { smoothingHops } = card.firstLook;
  return { wake, firstLook: { order, thresholds, smoothingHops, smoothing } };
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
