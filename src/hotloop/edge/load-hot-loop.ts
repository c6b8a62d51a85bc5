import type { ModelStore } from "../../models/model-store.js";
import type { EngineName } from "../embedding-engine.js";
import { WAKE_WORDS } from "../hop-scores.js";
import type { WakeHead } from "../hot-loop.js";
import { readEmbeddingWeights } from "../onnx-weights.js";
import { isShipped } from "../wake-words.js";
import { HEADS_FOLDER, type LoadedHeads, loadHeads } from "./load-heads.js";
import { loadWord, requireWords } from "./load-words.js";
import { type HotLoopModel, type LoadedHotLoop, startHotLoop } from "./start-hot-loop.js";

export type { LoadedHotLoop };

export interface HotLoopFiles {
  readonly models: ModelStore;
  /** Folder of heads.json and heads.bin; default the project's own. */
  readonly headsFolder?: string;
  /** What is listened for; default the shipped words. A head that nobody listens for does not run. */
  readonly listen?: WordChoice;
}

export interface WordChoice {
  readonly words: readonly string[];
  /** Folder of enrolled words; it may be absent. */
  readonly wordsFolder: string;
}

export interface HotLoopOptions extends HotLoopFiles {
  /** "auto" takes the fastest that loads. */
  readonly engine: EngineName | "auto";
}

/** @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, WORD_UNKNOWN, WORD_DAMAGED */
export async function readHotLoop({ models, headsFolder, listen }: HotLoopFiles): Promise<HotLoopModel> {
  const shipped = await loadHeads(headsFolder ?? HEADS_FOLDER);
  const { heads, card } = shipped;
  const words = await chooseWords(shipped, listen);
  return { heads, card, ...words, embedding: readEmbeddingWeights(await models.read("embedding.onnx")) };
}

/**
 * The hot loop, ready for its first hop. Each call makes one with a state of its own.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE, WORD_UNKNOWN, WORD_DAMAGED
 */
export async function loadHotLoop(options: HotLoopOptions): Promise<LoadedHotLoop> {
  return startHotLoop(await readHotLoop(options), options.engine);
}

async function chooseWords(
  { heads, card }: LoadedHeads,
  listen: WordChoice | undefined,
): Promise<Pick<HotLoopModel, "wake" | "firstLook">> {
  const words = listen?.words ?? WAKE_WORDS;
  if (listen) await requireWords(words, listen.wordsFolder);
  const wake: WakeHead[] = words.some(isShipped)
    ? [{ ...heads.wake, words: WAKE_WORDS, strict: heads.strict }]
    : [];
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
  const { delays, smoothingHops } = card.firstLook;
  return { wake, firstLook: { order, thresholds, delays, smoothingHops, smoothing } };
}
