import { RawAudio } from "../capture/raw-audio.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ, toSamples } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import { SampleRing } from "./sample-ring.js";

export interface UtteranceOptions {
  /** A hop with at least this probability is speech. */
  readonly speechThreshold: number;
  /** So long without speech ends the utterance. The speech score looks back 775 ms, so it falls late, not early. */
  readonly endOfSpeechMs: number;
  /** So long after the wake word speech may begin. */
  readonly patienceMs: number;
  /** Less speech than this is a click or the wake word's own end, not a command. */
  readonly minSpeechMs: number;
  /** Scores of hops so shortly after the wake word still hear the wake word and are not counted. */
  readonly wakeShadowMs: number;
  /** The longest clip. */
  readonly maxSeconds: number;
}

export const DEFAULT_UTTERANCE_OPTIONS: UtteranceOptions = {
  speechThreshold: 0.5,
  endOfSpeechMs: 800,
  patienceMs: 4_000,
  minSpeechMs: 160,
  wakeShadowMs: 320,
  maxSeconds: 12,
};

/** How far back the end of a wake word may lie when it is announced, and what the second look can hear. */
export const PRE_ROLL_SECONDS = 4;

/** Positions are samples since the collector's last reset. */
export type UtteranceEvent =
  | { readonly kind: "none" }
  | { readonly kind: "started"; readonly startSample: number }
  | {
      readonly kind: "finished";
      /** From `startSample` to `endSample`, the wait for the end of speech included. */
      readonly audio: RawAudio;
      readonly startSample: number;
      readonly endSample: number;
      /** End of the last hop with speech, as the speech score saw it; latency is counted from here. */
      readonly lastSpeechSample: number;
      /** "length": cut off at the longest clip, while somebody may still have been speaking. */
      readonly ended: "silence" | "length";
    }
  | { readonly kind: "abandoned"; readonly why: "no-speech" | "wake-refused" | "muted" };

const NONE: UtteranceEvent = { kind: "none" };
const PRE_ROLL_SAMPLES = PRE_ROLL_SECONDS * SAMPLE_RATE_HZ;
const PRE_ROLL_HOPS = PRE_ROLL_SAMPLES / HOP_SAMPLES;

/**
 * From the end of the wake word to the end of speech. Holds sound in two places only, both of fixed size: the
 * pre-roll and the utterance under way; both are overwritten by `reset`. A wake word within an utterance is part
 * of it. Between utterances a hop allocates nothing.
 */
export class UtteranceCollector {
  readonly #options: UtteranceOptions;
  readonly #ring = new SampleRing(PRE_ROLL_SAMPLES);
  /** Speech probability of the hops in the ring, by hop number. */
  readonly #speech = new Float32Array(PRE_ROLL_HOPS);
  readonly #clip: Float32Array;
  #clipLength = 0;
  #open = false;
  #wakeEnd = 0;
  #start = 0;
  #speechSamples = 0;
  #lastSpeech = 0;

  constructor(options: UtteranceOptions = DEFAULT_UTTERANCE_OPTIONS) {
    this.#options = options;
    this.#clip = new Float32Array(toSamples(options.maxSeconds));
  }

  /** Samples heard since the last reset. */
  get position(): number {
    return this.#ring.position;
  }

  get isCollecting(): boolean {
    return this.#open;
  }

  /**
   * One hop, in order. `speech` is its probability of speech; `wakeEnd` the position at which a wake word ended,
   * where one was just found, else undefined.
   */
  hop(samples: Float32Array, speech: number, wakeEnd?: number): UtteranceEvent {
    if (samples.length !== HOP_SAMPLES)
      throw new SottoError("INTERNAL", `a hop of ${samples.length} samples`);
    this.#speech[(this.#ring.position / HOP_SAMPLES) % PRE_ROLL_HOPS] = speech;
    this.#ring.push(samples);
    if (this.#open) {
      this.#append(samples);
      this.#weigh(this.#ring.position, speech);
      return this.#judge();
    }
    if (wakeEnd === undefined) return NONE;
    this.#begin(wakeEnd);
    return { kind: "started", startSample: this.#start };
  }

  /** The second look did not hear the wake word: what was collected is overwritten, listening goes on. */
  refuseWake(): UtteranceEvent {
    return this.#open ? this.#abandon("wake-refused") : NONE;
  }

  /** A copy of up to `lengthSamples` before `endSample`, as far as they are held, for the second look. */
  soundBefore(endSample: number, lengthSamples: number): Float32Array {
    const out = new Float32Array(Math.min(lengthSamples, PRE_ROLL_SAMPLES));
    const count = this.#ring.copy(endSample - out.length, endSample, out);
    return out.subarray(0, count);
  }

  /** For mute, and when the microphone was lost: overwrites all sound and counts from 0 again. */
  reset(): UtteranceEvent {
    this.#ring.reset();
    this.#speech.fill(0);
    return this.#open ? this.#abandon("muted") : NONE;
  }

  #begin(wakeEnd: number): void {
    const end = Math.min(wakeEnd, this.#ring.position);
    this.#open = true;
    this.#wakeEnd = end;
    this.#start = Math.max(end, this.#ring.oldest);
    this.#speechSamples = 0;
    this.#lastSpeech = this.#start;
    this.#clipLength = this.#ring.copy(this.#start, this.#ring.position, this.#clip);
    const firstHop = Math.ceil(this.#start / HOP_SAMPLES);
    for (let hop = firstHop; (hop + 1) * HOP_SAMPLES <= this.#ring.position; hop++) {
      this.#weigh((hop + 1) * HOP_SAMPLES, this.#speech[hop % PRE_ROLL_HOPS] ?? 0);
    }
  }

  #append(samples: Float32Array): void {
    const room = this.#clip.length - this.#clipLength;
    const part = samples.subarray(0, room);
    this.#clip.set(part, this.#clipLength);
    this.#clipLength += part.length;
  }

  #weigh(hopEnd: number, speech: number): void {
    if (hopEnd - HOP_SAMPLES < this.#wakeEnd + samplesOf(this.#options.wakeShadowMs)) return;
    if (speech < this.#options.speechThreshold) return;
    this.#speechSamples += HOP_SAMPLES;
    this.#lastSpeech = hopEnd;
  }

  #judge(): UtteranceEvent {
    const spoke = this.#speechSamples >= samplesOf(this.#options.minSpeechMs);
    const full = this.#clipLength === this.#clip.length;
    const silence = this.#ring.position - this.#lastSpeech;
    const silent = silence >= samplesOf(this.#options.endOfSpeechMs);
    if (spoke && (full || silent)) return this.#finish(silent ? "silence" : "length");
    if (full) return this.#abandon("no-speech");
    // A click was no speech: it neither ends the patience nor lengthens it.
    if (silent && !spoke) this.#speechSamples = 0;
    const waited = this.#ring.position - this.#wakeEnd >= samplesOf(this.#options.patienceMs);
    return waited && this.#speechSamples === 0 ? this.#abandon("no-speech") : NONE;
  }

  #finish(ended: "silence" | "length"): UtteranceEvent {
    const audio = RawAudio.of(this.#clip.slice(0, this.#clipLength));
    const endSample = this.#start + this.#clipLength;
    const lastSpeechSample = Math.min(this.#lastSpeech, endSample);
    const startSample = this.#start;
    this.#close();
    return { kind: "finished", audio, startSample, endSample, lastSpeechSample, ended };
  }

  #abandon(why: "no-speech" | "wake-refused" | "muted"): UtteranceEvent {
    this.#close();
    return { kind: "abandoned", why };
  }

  #close(): void {
    this.#open = false;
    this.#clip.fill(0);
    this.#clipLength = 0;
  }
}

function samplesOf(milliseconds: number): number {
  return Math.round((milliseconds * SAMPLE_RATE_HZ) / 1_000);
}
