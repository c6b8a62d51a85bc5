import type { RawAudio } from "../capture/raw-audio.js";
import type { Config } from "../config/config.js";
import { systemClock } from "../domain/edge/system-clock.js";
import type { Mode } from "../domain/mode.js";
import type { FindingSource } from "../domain/personal-type.js";
import { evanOpus } from "../encode/edge/evan-opus.js";
import { EncodedClip } from "../encode/encoded-clip.js";
import { loadTagger } from "../findings/edge/load-tagger.js";
import { RULES } from "../findings/finders.js";
import type { Finder } from "../findings/finding.js";
import { oneWitness } from "../findings/one-witness.js";
import { type LoadedHotLoop, loadHotLoop, type WordChoice } from "../hotloop/edge/load-hot-loop.js";
import { FileModelStore } from "../models/edge/file-model-store.js";
import { Ear } from "../pipeline/ear.js";
import type { EarEvent } from "../pipeline/ear-event.js";
import type { Listening } from "../pipeline/listening.js";
import { processUtterance, type UtteranceOutcome } from "../pipeline/process-utterance.js";
import { spotAlone } from "../pipeline/spot-alone.js";
import { SealedClip, type SealingKeys } from "../seal/sealed-clip.js";
import { loadMoonshine } from "../transcript/edge/load-moonshine.js";
import type { Recogniser } from "../transcript/recogniser.js";
import type { Spotted } from "../utterance/spotter-trace.js";
import type { FirstLook } from "../wake/first-look.js";
import { lookAgain, type SecondLook, type SecondLookRule } from "../wake/second-look.js";
import { clipFacts } from "./clip-facts.js";

/** What the ear hears with: models that were verified on this very start. */
export interface Senses {
  readonly hotLoop: LoadedHotLoop;
  readonly recogniser: Recogniser;
  /** All witnesses over the words. */
  readonly finders: readonly Finder[];
}

/**
 * Listens for the shipped words where it is not told for which.
 * @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED, ENGINE_UNAVAILABLE, WORD_UNKNOWN, WORD_DAMAGED
 */
export async function wireSenses(engine: Config["wake"]["engine"], listen?: WordChoice): Promise<Senses> {
  const models = new FileModelStore();
  const hotLoop = await loadHotLoop({ models, engine, ...(listen ? { listen } : {}) });
  return { hotLoop, ...(await wireJudgement()) };
}

/** What comes after listening. */
export type Judgement = Pick<Senses, "recogniser" | "finders">;

/** @throws SottoError MODEL_MISSING, MODEL_ALTERED, MODEL_FAILED */
export async function wireJudgement(): Promise<Judgement> {
  const recogniser = await loadMoonshine(new FileModelStore());
  return { recogniser, finders: [...RULES, await loadTagger()] };
}

function gateOf({ recogniser, finders }: Judgement, mode: Mode) {
  return (audio: RawAudio, spotter: Spotted, isCalledOff?: () => boolean): Promise<UtteranceOutcome> =>
    processUtterance(audio, {
      recogniser,
      finders,
      clock: systemClock,
      mode,
      ...{ spotter, isCalledOff },
      fill: "silence",
    });
}

/** The stages from raw sound to a verified clip. The raw sound is erased when it ends. */
export function wireGate(senses: Senses, mode: Mode) {
  const gate = gateOf(senses, mode);
  return {
    /** For an utterance that the listener collected, with what the spotter said of its hops. */
    process: (audio: RawAudio, spotter: Spotted) => gate(audio, spotter),
    /** For an utterance that did not come through the listener: the hot loop hears it first. */
    processAlone: (audio: RawAudio) => gate(audio, spotAlone(senses.hotLoop.hotLoop, audio.samples)),
  };
}

export type Gate = ReturnType<typeof wireGate>;

const NOTHING_SPOTTED: Spotted = { highest: 0, convicted: [] };

/** The same stages with one witness alone, for measuring what it is worth; nothing that leaves the house comes by it. */
export function wireWitness(senses: Senses, mode: Mode, witness: FindingSource): Pick<Gate, "processAlone"> {
  const gate = gateOf({ ...senses, finders: oneWitness(senses.finders, witness) }, mode);
  return {
    processAlone: (audio) =>
      gate(audio, witness === "spotter" ? spotAlone(senses.hotLoop.hotLoop, audio.samples) : NOTHING_SPOTTED),
  };
}

/** The stricter look over the window of a first one: a stricter head and the recogniser's ear, weighed by the rule. */
export function wireSecondLook(senses: Judgement, rule: SecondLookRule) {
  return (
    { word, score }: FirstLook,
    window: Float32Array,
    strict: number | undefined,
  ): Promise<SecondLook> =>
    lookAgain(
      (samples, phrase) => senses.recogniser.plausibility(samples, phrase),
      window,
      { word, score, strict },
      rule,
    );
}

export interface EarOptions {
  readonly config: Config;
  readonly listening: Listening;
  /** Of the heads that listen. */
  readonly rule: SecondLookRule;
  readonly senses: Judgement;
  /**
   * Asked for each clip, so that a reader who is revoked or added counts from the next one on.
   * @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE: then the clip is dropped
   */
  readonly keys: () => Promise<SealingKeys>;
  readonly observe: (event: EarEvent) => void;
}

/** The whole way of the sound up to the sealed clip. */
export function wireEar({ config, listening, rule, senses, keys, observe }: EarOptions): Ear {
  const gate = gateOf(senses, config.mode);
  return new Ear({
    listening,
    secondLook: wireSecondLook(senses, rule),
    process: ({ audio, spotter }, isCalledOff) => gate(audio, spotter, isCalledOff),
    encode: (clip) => EncodedClip.encode(clip, evanOpus),
    details: clipFacts(config.mode),
    seal: async (clip, details) => SealedClip.seal(clip, details, await keys()),
    clock: systemClock,
    observe,
  });
}
