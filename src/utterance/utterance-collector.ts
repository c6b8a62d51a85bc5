import { RawAudio } from "../capture/raw-audio.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ, type SampleSpan } from "../domain/audio.js";
import type { SampleRing } from "./sample-ring.js";
import { type Spotted, SpotterTrace } from "./spotter-trace.js";

/** No utterance is longer; what goes on is a conversation and stays in the room. */
export const MAX_UTTERANCE_SAMPLES = 12 * SAMPLE_RATE_HZ;
/** The wake word's own end still sounds like speech for so long after the estimate of its end. */
const WORD_TAIL_SAMPLES = 0.32 * SAMPLE_RATE_HZ;
/** Kept after the last speech, for final consonants that score low. */
const KEPT_TAIL_SAMPLES = 0.4 * SAMPLE_RATE_HZ;
/** Speech of fewer hops is a click. */
const MIN_SPEECH_HOPS = 2;

export interface CollectorOptions {
  /** A hop with this probability or more is speech. */
  readonly speechThreshold: number;
  /** So long without speech ends the utterance. */
  readonly endOfSpeechSamples: number;
  /** So long after the wake word speech may begin. */
  readonly patienceSamples: number;
}

/** One utterance, positions counted in samples of the stream. */
export interface Utterance {
  readonly audio: RawAudio;
  readonly span: SampleSpan;
  /** End of the last hop with speech: latency is counted from here. */
  readonly speechEnd: number;
  readonly spotter: Spotted;
}

export type CollectorEvent =
  | { readonly kind: "none" }
  | { readonly kind: "finished"; readonly utterance: Utterance }
  | { readonly kind: "abandoned"; readonly why: "no-speech" };

const NONE: CollectorEvent = { kind: "none" };

interface Collecting {
  readonly start: number;
  speechHops: number;
  /** Start of the first hop with speech; undefined until there is one. */
  firstSpeech: number | undefined;
  speechEnd: number;
}

/** Takes what follows a wake word, from its end to the end of speech, out of the ring that the listener fills. */
export class UtteranceCollector {
  readonly #ring: SampleRing;
  readonly #options: CollectorOptions;
  readonly #trace = new SpotterTrace();
  #collecting: Collecting | undefined;

  /** @param ring holds at least MAX_UTTERANCE_SAMPLES and what a first look is late by. */
  constructor(ring: SampleRing, options: CollectorOptions) {
    this.#ring = ring;
    this.#options = options;
  }

  get isCollecting(): boolean {
    return this.#collecting !== undefined;
  }

  /** Begins at the position where the wake word ended; what was being collected is forgotten. */
  begin(wordEnd: number): void {
    const start = Math.max(wordEnd, this.#ring.oldest);
    this.#trace.reset();
    this.#collecting = { start, speechHops: 0, firstSpeech: undefined, speechEnd: start };
  }

  /** Whether speech of the utterance under way began before this position. */
  hasSpeechBefore(position: number): boolean {
    const first = this.#collecting?.firstSpeech;
    return first !== undefined && first < position;
  }

  /** Forgets what is being collected. */
  cancel(): void {
    this.#collecting = undefined;
  }

  /** One hop that was just pushed into the ring, and its scores. */
  hop(scores: { readonly speech: number; readonly spotter: number }): CollectorEvent {
    const now = this.#ring.position;
    const collecting = this.#collecting;
    if (!collecting) return NONE;
    const isAfterWord = now - HOP_SAMPLES >= collecting.start + WORD_TAIL_SAMPLES;
    this.#trace.hop(now, scores.spotter);
    if (isAfterWord && scores.speech >= this.#options.speechThreshold) {
      collecting.speechHops++;
      collecting.firstSpeech ??= now - HOP_SAMPLES;
      collecting.speechEnd = now;
    }
    const hasSpoken = collecting.speechHops >= MIN_SPEECH_HOPS;
    const isFull = now - collecting.start >= MAX_UTTERANCE_SAMPLES;
    if (hasSpoken && (isFull || now - collecting.speechEnd >= this.#options.endOfSpeechSamples)) {
      return this.#finish(collecting, now);
    }
    if (!hasSpoken && now - collecting.start >= this.#options.patienceSamples) {
      this.#collecting = undefined;
      return { kind: "abandoned", why: "no-speech" };
    }
    return NONE;
  }

  #finish(collecting: Collecting, now: number): CollectorEvent {
    this.#collecting = undefined;
    const { start, speechEnd } = collecting;
    const end = Math.min(now, speechEnd + KEPT_TAIL_SAMPLES, start + MAX_UTTERANCE_SAMPLES);
    const audio = RawAudio.of(this.#ring.copy(start, end));
    const span = { start, end };
    return { kind: "finished", utterance: { audio, span, speechEnd, spotter: this.#trace.over(span) } };
  }
}
