import { RawAudio } from "../capture/raw-audio.js";
import { HOP_SAMPLES, SAMPLE_RATE_HZ, type SampleSpan } from "../domain/audio.js";
import type { SampleRing } from "./sample-ring.js";
import { SpeechLevel } from "./speech-level.js";
import { SPOTTER_LATE_SAMPLES, type Spotted, SpotterTrace } from "./spotter-trace.js";

/** No utterance is longer; what goes on is a conversation and stays in the room. */
export const MAX_UTTERANCE_SAMPLES = 12 * SAMPLE_RATE_HZ;
/** The wake word's own end still sounds like speech for so long after the estimate of its end. */
const WORD_TAIL_SAMPLES = 0.32 * SAMPLE_RATE_HZ;
/**
 * Kept after the last speech, for final consonants that score low: of 344 recordings with a known end one went on for
 * longer. What is kept is what a draft has to wait for, so it is a hop less where nothing sounds any more in the last.
 */
const KEPT_TAIL_SAMPLES = 3 * HOP_SAMPLES;
const STILL_TAIL_SAMPLES = 2 * HOP_SAMPLES;
/** From the end of a wake word to the decision that an utterance has ended; twice the longest is beyond any patience. */
const TRACED_HOPS = (2 * MAX_UTTERANCE_SAMPLES) / HOP_SAMPLES;
/** Speech of fewer hops is a click. */
const MIN_SPEECH_HOPS = 2;
/** One a second of the longest utterance; who pauses more often is waited for without. */
export const MAX_DRAFTS = 12;

export interface CollectorOptions {
  /** A hop with this probability or more is speech. */
  readonly speechThreshold: number;
  /** So long without speech ends the utterance. */
  readonly endOfSpeechSamples: number;
  /** So long is enough when its draft is settled: made, and its words sound finished. No longer than the other. */
  readonly settledSamples: number;
  /** So long after the wake word speech may begin. */
  readonly patienceSamples: number;
}

/** One utterance, positions counted in samples of the stream. */
export interface Utterance {
  readonly audio: RawAudio;
  readonly span: SampleSpan;
  /** End of the last hop with speech: latency is counted from here. */
  readonly speechEnd: number;
  /** What the spotter has said until now; of a draft's last samples it may say more. */
  readonly spotter: Spotted;
}

/** An utterance as it is if nobody speaks on: the same samples as the finished one then. */
export interface DraftedUtterance {
  /** Counted on through all utterances. */
  readonly draft: number;
  readonly utterance: Utterance;
}

export type CollectorEvent =
  | { readonly kind: "none" }
  | {
      readonly kind: "finished";
      readonly utterance: Utterance;
      /** The draft that holds the same samples. */
      readonly draft: number | undefined;
    }
  | { readonly kind: "abandoned"; readonly why: "no-speech" };

const NONE: CollectorEvent = { kind: "none" };

interface Collecting {
  readonly start: number;
  speechHops: number;
  /** Start of the first hop with speech; undefined until there is one. */
  firstSpeech: number | undefined;
  speechEnd: number;
  /** Samples that are kept after it. */
  tail: number;
  /** End of the last hop that the speech head took for speech, still or not. */
  headEnd: number;
  drafts: number;
  /** Undefined when there was none, and when speech went on after it. */
  draft: OpenDraft | undefined;
}

interface OpenDraft {
  readonly number: number;
  readonly end: number;
  isSettled: boolean;
}

/** Takes what follows a wake word, from its end to the end of speech, out of the ring that the listener fills. */
export class UtteranceCollector {
  readonly #ring: SampleRing;
  readonly #options: CollectorOptions;
  readonly #trace = new SpotterTrace(TRACED_HOPS);
  readonly #level = new SpeechLevel(TRACED_HOPS);
  #collecting: Collecting | undefined;
  #drafts = 0;

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
    this.#level.reset();
    this.#collecting = {
      ...{ start, speechHops: 0, firstSpeech: undefined, speechEnd: start },
      ...{ headEnd: start, tail: KEPT_TAIL_SAMPLES, drafts: 0, draft: undefined },
    };
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
    if (isAfterWord) this.#attend(collecting, scores.speech);
    // Speech went on.
    if (collecting.draft && collecting.draft.end !== endOf(collecting)) collecting.draft = undefined;
    const hasSpoken = collecting.speechHops >= MIN_SPEECH_HOPS;
    // The spotter answers late: of the last samples too.
    const isFull = now - collecting.start >= MAX_UTTERANCE_SAMPLES + SPOTTER_LATE_SAMPLES;
    if (hasSpoken && (isFull || this.#isOver(collecting))) return this.#finish(collecting);
    if (!hasSpoken && now - collecting.start >= this.#options.patienceSamples) {
      this.#collecting = undefined;
      return { kind: "abandoned", why: "no-speech" };
    }
    return NONE;
  }

  /** A hop is speech where the head says so and something sounds. */
  #attend(collecting: Collecting, speech: number): void {
    const now = this.#ring.position;
    const power = this.#ring.power(HOP_SAMPLES);
    const isSpeech = speech >= this.#options.speechThreshold;
    if (isSpeech) {
      this.#level.speech(power);
      collecting.headEnd = now;
    }
    const isStill = this.#level.isStill(power);
    if (isSpeech && !isStill) {
      collecting.speechHops++;
      collecting.firstSpeech ??= now - HOP_SAMPLES;
      collecting.speechEnd = now;
      collecting.tail = KEPT_TAIL_SAMPLES;
    } else if (isStill && now === collecting.speechEnd + STILL_TAIL_SAMPLES) {
      collecting.tail = STILL_TAIL_SAMPLES;
    }
  }

  /** Number of the draft that holds for as long as nobody speaks on. */
  get openDraft(): number | undefined {
    return this.#collecting?.draft?.number;
  }

  /** A new draft, where all its samples are there and there is none that holds; bounded by MAX_DRAFTS an utterance. */
  takeDraft(): DraftedUtterance | undefined {
    const collecting = this.#collecting;
    if (!collecting || collecting.draft || collecting.drafts >= MAX_DRAFTS) return undefined;
    const end = endOf(collecting);
    if (collecting.speechHops < MIN_SPEECH_HOPS || this.#ring.position < end) return undefined;
    const number = ++this.#drafts;
    collecting.drafts++;
    collecting.draft = { number, end, isSettled: false };
    return { draft: number, utterance: this.#snapshot(collecting) };
  }

  /** The draft is made and its words sound finished: if it still holds, the shorter wait is enough. */
  settle(draft: number): CollectorEvent {
    const collecting = this.#collecting;
    if (collecting?.draft?.number !== draft) return NONE;
    collecting.draft.isSettled = true;
    return this.#isOver(collecting) ? this.#finish(collecting) : NONE;
  }

  /** The wait that decides the end of speech; the longer one is for pauses in a sentence, and gives the head its time. */
  #isOver({ speechEnd, headEnd, draft }: Collecting): boolean {
    const { settledSamples, endOfSpeechSamples } = this.#options;
    const now = this.#ring.position;
    return draft?.isSettled ? now - speechEnd >= settledSamples : now - headEnd >= endOfSpeechSamples;
  }

  #finish(collecting: Collecting): CollectorEvent {
    this.#collecting = undefined;
    return { kind: "finished", utterance: this.#snapshot(collecting), draft: collecting.draft?.number };
  }

  #snapshot(collecting: Collecting): Utterance {
    const span = { start: collecting.start, end: endOf(collecting) };
    return {
      ...{ audio: RawAudio.of(this.#ring.copy(span.start, span.end)), span },
      ...{ speechEnd: Math.min(collecting.speechEnd, span.end), spotter: this.#trace.over(span) },
    };
  }
}

/** Where the utterance ends if nobody speaks on. */
function endOf({ start, speechEnd, tail }: Collecting): number {
  return Math.min(speechEnd + tail, start + MAX_UTTERANCE_SAMPLES);
}
