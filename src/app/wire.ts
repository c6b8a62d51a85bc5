import type { RawAudio } from "../capture/raw-audio.js";
import type { Config, Mode } from "../config/config.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { FINDERS } from "../findings/finders.js";
import { type LoadedHotLoop, loadHotLoop } from "../hotloop/edge/load-hot-loop.js";
import { FileModelStore } from "../models/edge/file-model-store.js";
import { processUtterance, type UtteranceOutcome } from "../pipeline/process-utterance.js";
import { spotterScore } from "../pipeline/spotter-score.js";
import { loadMoonshine } from "../transcript/edge/load-moonshine.js";
import type { Recogniser } from "../transcript/recogniser.js";

/** What the ear hears with: models that were verified on this very start. */
export interface Senses {
  readonly hotLoop: LoadedHotLoop;
  readonly recogniser: Recogniser;
}

/** @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE */
export async function wireSenses(engine: Config["wake"]["engine"]): Promise<Senses> {
  const models = new FileModelStore();
  return { hotLoop: await loadHotLoop({ models, engine }), recogniser: await loadMoonshine(models) };
}

/** The stages from raw sound to a verified clip. The raw sound is erased when it ends. */
export function wireGate(senses: Senses, mode: Mode) {
  const gate = (audio: RawAudio, spotter: number): Promise<UtteranceOutcome> =>
    processUtterance(audio, {
      recogniser: senses.recogniser,
      finders: FINDERS,
      clock: systemClock,
      mode,
      spotter,
      fill: "tone",
    });
  return {
    /** For an utterance that the listener collected, with the spotter's score of its hops. */
    process: gate,
    /** For an utterance that did not come through the listener: the hot loop hears it first. */
    processAlone: (audio: RawAudio) => gate(audio, spotterScore(senses.hotLoop.hotLoop, audio.samples)),
  };
}

export type Gate = ReturnType<typeof wireGate>;
