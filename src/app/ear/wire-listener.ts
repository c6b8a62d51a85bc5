import type { Config } from "../../config/config.js";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import type { LoadedHotLoop } from "../../hotloop/edge/start-hot-loop.js";
import { Listener } from "../../pipeline/listener.js";
import { FirstLookDetector } from "../../wake/first-look.js";

/** What of a configuration decides about what is listened for. */
export type ListenerConfig = Pick<Config, "wake" | "utterance">;

/** The first look and the utterances of a configuration, on the hot loop's own thresholds. */
export function wireListener({ hotLoop, card, firstLook }: LoadedHotLoop, config: ListenerConfig): Listener {
  const { endOfSpeechMs, finishedMs, patienceMs } = config.utterance;
  const samples = (ms: number) => Math.round((ms * SAMPLE_RATE_HZ) / 1000);
  return new Listener({
    hotLoop,
    firstLook: new FirstLookDetector({ ...firstLook, words: config.wake.words }),
    collector: {
      speechThreshold: card.speechThreshold,
      endOfSpeechSamples: samples(endOfSpeechMs),
      settledSamples: samples(Math.min(finishedMs, endOfSpeechMs)),
      patienceSamples: samples(patienceMs),
    },
  });
}
