import { systemClock } from "../../domain/edge/system-clock.js";
import { readHotLoop } from "../../hotloop/edge/load-hot-loop.js";
import { FileModelStore } from "../../models/edge/file-model-store.js";
import { ThreadListening } from "../../pipeline/edge/thread-listening.js";
import type { EarSourceOptions } from "./ear-source.js";
import type { ListeningStart } from "./listening-thread.js";
import type { ListenerConfig } from "./wire-listener.js";

export interface StartListeningOptions {
  readonly config: ListenerConfig;
  readonly source: EarSourceOptions;
  /** Folder of enrolled words; it may be absent. */
  readonly wordsFolder: string;
  /** The thread's program, where it is not beside this file. */
  readonly entry?: URL;
}

/**
 * The thread that listens, with its hot loop loaded; nothing is opened yet.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE, WORD_UNKNOWN,
 * WORD_DAMAGED, CONFIG_INVALID, HEARING_STOPPED
 */
export async function startListening({ config, source, wordsFolder, entry }: StartListeningOptions) {
  const model = await readHotLoop({
    models: new FileModelStore(),
    listen: { words: config.wake.words, wordsFolder },
  });
  const { wake, utterance } = config;
  const start: ListeningStart = { source, config: { wake, utterance }, model };
  const thread = await ThreadListening.start({
    entry: entry ?? new URL("./listening-thread.js", import.meta.url),
    start,
    clock: systemClock,
  });
  return { ...thread, rule: model.card.secondLook };
}
