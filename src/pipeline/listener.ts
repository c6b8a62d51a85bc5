import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import type { HotLoop } from "../hotloop/hop-scores.js";
import { SampleRing } from "../utterance/sample-ring.js";
import {
  type CollectorEvent,
  type CollectorOptions,
  MAX_UTTERANCE_SAMPLES,
  type Utterance,
  UtteranceCollector,
} from "../utterance/utterance-collector.js";
import type { FirstLook, FirstLookDetector } from "../wake/first-look.js";
import { LOOK_AHEAD_SAMPLES, LOOK_BACK_SAMPLES } from "../wake/second-look.js";

/** A wake word begins no earlier than this before its end. */
const LONGEST_WORD_SAMPLES = 1.1 * SAMPLE_RATE_HZ;
/** Room in the ring for the window of a look, beside the longest utterance. */
const RING_SAMPLES = MAX_UTTERANCE_SAMPLES + 2 * SAMPLE_RATE_HZ;

/** What a hop brought. */
export type ListenEvent =
  | { readonly kind: "nothing" }
  /** A wake word, perhaps: `window` is for the second look, whose verdict `reject` tells if it is no. */
  | {
      readonly kind: "looked";
      readonly look: NumberedLook;
      readonly window: Float32Array;
      /** Of the stricter head; undefined for a word that has none. */
      readonly strict: number | undefined;
    }
  /** What the utterance is if nobody speaks on; it holds while `openDraft` is its number. */
  | {
      readonly kind: "draft";
      readonly look: NumberedLook;
      readonly draft: number;
      readonly utterance: Utterance;
    }
  | {
      readonly kind: "utterance";
      readonly look: NumberedLook;
      readonly utterance: Utterance;
      /** The draft that holds the same samples. */
      readonly draft: number | undefined;
    }
  | { readonly kind: "abandoned"; readonly look: NumberedLook; readonly why: "no-speech" };

/** A first look of a listener, counted on through erasures: a verdict that comes late means no other look. */
export interface NumberedLook extends FirstLook {
  readonly number: number;
}

const NOTHING: ListenEvent = { kind: "nothing" };

export interface ListenerParts {
  readonly hotLoop: HotLoop;
  readonly firstLook: FirstLookDetector;
  readonly collector: CollectorOptions;
}

/**
 * A stream of hops to utterances. Collecting begins at the first look, so that no word is lost while the second
 * one is made; an utterance whose look is rejected is forgotten. A wake word that is said again before anything
 * else begins anew; one inside of a command is part of the command.
 */
export class Listener {
  readonly #hotLoop: HotLoop;
  readonly #firstLook: FirstLookDetector;
  readonly #ring = new SampleRing(RING_SAMPLES);
  readonly #collector: UtteranceCollector;
  #look: NumberedLook | undefined;
  #looks = 0;
  /** A first look that waits until the window of the second is full, and the position at which it fell. */
  #waiting: { readonly look: NumberedLook; readonly at: number } | undefined;
  #spotter = 0;

  constructor(parts: ListenerParts) {
    this.#hotLoop = parts.hotLoop;
    this.#firstLook = parts.firstLook;
    this.#collector = new UtteranceCollector(this.#ring, parts.collector);
  }

  /** Samples heard since the last erasure. */
  get position(): number {
    return this.#ring.position;
  }

  /** Is something being taken that may become an utterance? */
  get isCollecting(): boolean {
    return this.#collector.isCollecting;
  }

  /** Number of the draft that still holds. */
  get openDraft(): number | undefined {
    return this.#collector.openDraft;
  }

  /** Highest score of spoken personal data since the last erasure. */
  get highestSpotter(): number {
    return this.#spotter;
  }

  /** `samples` are HOP_SAMPLES floats; they are copied. */
  hop(samples: Float32Array): ListenEvent {
    this.#ring.push(samples);
    const scores = this.#hotLoop.hop(samples);
    if (scores.ready) this.#spotter = Math.max(this.#spotter, scores.spotter);
    const look = this.#firstLook.hop(scores);
    const collected = this.#collector.hop(scores);
    if (collected.kind !== "none") return this.#ended(collected);
    if (look) this.#begin({ ...look, number: ++this.#looks });
    const due = this.#dueLook();
    return due.kind === "nothing" ? this.#dueDraft() : due;
  }

  /** The draft is made and its words sound finished: a shorter wait will do. */
  settle(draft: number): ListenEvent {
    const collected = this.#collector.settle(draft);
    return collected.kind === "none" ? NOTHING : this.#ended(collected);
  }

  /** The second look said no: what is being collected because of it is forgotten. */
  reject({ number }: Pick<NumberedLook, "number">): void {
    if (this.#look?.number !== number) return;
    this.#look = undefined;
    this.#collector.cancel();
  }

  /** Overwrites all sound and starts anew; for mute, and between recordings. */
  erase(): void {
    this.#ring.erase();
    this.#collector.cancel();
    this.#hotLoop.reset();
    this.#firstLook.reset();
    this.#look = undefined;
    this.#waiting = undefined;
    this.#spotter = 0;
  }

  #begin(look: NumberedLook): void {
    this.#waiting = { look, at: this.position };
    if (this.#isInsideOfCommand(look)) return;
    this.#look = look;
    this.#collector.begin(look.endSample);
  }

  #dueLook(): ListenEvent {
    const waiting = this.#waiting;
    if (!waiting || this.position < waiting.at + LOOK_AHEAD_SAMPLES) return NOTHING;
    this.#waiting = undefined;
    const start = Math.max(this.#ring.oldest, waiting.at - LOOK_BACK_SAMPLES);
    const window = this.#ring.copy(start, this.position);
    return {
      kind: "looked",
      look: waiting.look,
      window,
      strict: this.#hotLoop.strictScore(waiting.look.word, waiting.look.score),
    };
  }

  #dueDraft(): ListenEvent {
    const drafted = this.#look && this.#collector.takeDraft();
    return this.#look && drafted ? { kind: "draft", look: this.#look, ...drafted } : NOTHING;
  }

  #isInsideOfCommand(look: FirstLook): boolean {
    return (
      this.#collector.isCollecting && this.#collector.hasSpeechBefore(look.endSample - LONGEST_WORD_SAMPLES)
    );
  }

  #ended(collected: Exclude<CollectorEvent, { readonly kind: "none" }>): ListenEvent {
    const look = this.#look;
    this.#look = undefined;
    if (!look) return NOTHING;
    if (collected.kind === "abandoned") return { kind: "abandoned", look, why: collected.why };
    return { kind: "utterance", look, utterance: collected.utterance, draft: collected.draft };
  }
}
