import { setImmediate } from "node:timers/promises";
import type { AudioEvent, AudioSource } from "../../src/capture/audio-source.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SottoError } from "../../src/domain/errors.js";
import type { HearingGauge } from "../../src/pipeline/hearing-gauge.js";
import { Listener } from "../../src/pipeline/listener.js";
import { SourceListening } from "../../src/pipeline/source-listening.js";
import { FirstLookDetector } from "../../src/wake/first-look.js";

/** What comes instead of a hop of sound, by its number from 0. */
export type Happening = "lost" | "gap" | "ended" | "broken" | "hang" | "exit";

/** A stream of hops that a test lets go on hop by hop, from any thread. */
export interface Script {
  /** Hops, from the last one that was forgotten, that end in a wake word. */
  readonly wakes: readonly number[];
  /** Hops with speech, end exclusive. */
  readonly speech: { readonly from: number; readonly to: number };
  readonly happenings: Readonly<Record<number, Happening>>;
  /** How many hops may be asked for, and how many were. */
  readonly gate: SharedArrayBuffer;
}

export const MAY = 0;
export const ASKED = 1;

/** Sound that grows louder with each hop, so that it is known when a sample was heard. */
export function levelOf(hop: number): number {
  return (hop + 1) / 10_000;
}

class ScriptedSource implements AudioSource {
  readonly #script: Script;
  readonly #gate: Int32Array;
  #isClosed = false;

  constructor(script: Script) {
    this.#script = script;
    this.#gate = new Int32Array(script.gate);
  }

  async *events(): AsyncGenerator<AudioEvent> {
    yield { kind: "opened" };
    for (let hop = 0; await this.#mayGoOn(hop); hop++) {
      const event = this.#event(hop);
      yield event;
      if (event.kind === "closed") return;
      if (event.kind === "lost") yield { kind: "opened" };
    }
    yield { kind: "closed", why: "muted" };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  async #mayGoOn(hop: number): Promise<boolean> {
    Atomics.store(this.#gate, ASKED, hop);
    Atomics.notify(this.#gate, ASKED);
    // Orders are obeyed between two hops, as with sound that comes from outside.
    await setImmediate();
    while (!this.#isClosed && Atomics.load(this.#gate, MAY) <= hop) await systemClock.sleep(1);
    return !this.#isClosed;
  }

  #event(hop: number): AudioEvent {
    switch (this.#script.happenings[hop]) {
      case "lost":
        return { kind: "lost", code: "MICROPHONE_LOST", retryInMs: 1 };
      case "gap":
        return { kind: "gap", samples: 1_000 };
      case "ended":
        return { kind: "closed", why: "ended" };
      case "broken":
        throw new SottoError("AUDIO_TRUNCATED", "made to break");
      case "exit":
        return process.exit(0);
      case "hang":
        for (;;) Atomics.load(this.#gate, MAY);
      default:
        return { kind: "samples", samples: new Float32Array(HOP_SAMPLES).fill(levelOf(hop)) };
    }
  }
}

export function scriptedListening(script: Script, gauge: HearingGauge): SourceListening {
  const wake = new Float32Array(3);
  let hop = 0;
  const listener = new Listener({
    hotLoop: {
      words: ["computer", "alexa", "jarvis"],
      strictScore: () => 0.875,
      hop: () => {
        wake[0] = script.wakes.includes(hop) ? 0.95 : 0;
        const isSpeech = hop >= script.speech.from && hop < script.speech.to;
        hop += 1;
        return { ready: true, speech: isSpeech ? 0.9 : 0.1, wake, spotter: 0.25 };
      },
      reset: () => {
        hop = 0;
      },
    },
    firstLook: new FirstLookDetector({
      thresholds: { computer: 0.5, alexa: 0.5, jarvis: 0.5 },
      smoothingHops: 1,
    }),
    collector: {
      speechThreshold: 0.5,
      endOfSpeechSamples: 0.8 * SAMPLE_RATE_HZ,
      settledSamples: 0.56 * SAMPLE_RATE_HZ,
      patienceSamples: 4 * SAMPLE_RATE_HZ,
    },
  });
  return new SourceListening({ source: new ScriptedSource(script), listener, clock: systemClock, gauge });
}
