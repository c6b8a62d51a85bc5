import { type FeedMessage, MAX_PAGE, type Want } from "../keep/feed.js";
import { equalBytes } from "../seal/canonical-cbor.js";
import { ID_BYTES } from "../seal/envelope.js";
import type { RandomBytes } from "../seal/ports.js";

/** How far a reader has come in the feed of one store. */
export interface CursorState {
  /** Id of the keeper's store, 16 bytes; undefined before the first answer. */
  readonly epoch: Uint8Array | undefined;
  /** The last number that was taken care of. */
  readonly after: number;
}

export const FEED_START: CursorState = { epoch: undefined, after: 0 };

/** What to do about a message of the feed. */
export type FeedStep =
  /** Store or obey it, then say `took`. */
  | { readonly kind: "take"; readonly seq: number; readonly message: Uint8Array }
  /** Ask again: there is more, or something was lost on its way. */
  | { readonly kind: "ask"; readonly why: "more" | "lost" | "news" | "anew" }
  /** Nothing is missing. */
  | { readonly kind: "caught-up" }
  /** Not an answer to the last want, or known. */
  | { readonly kind: "ignore" };

/**
 * The reader's place in its feed. It moves over a number only when that entry was taken, or when the keeper said that
 * there is nothing in between; so a message that is lost, repeated, late or from an old answer never makes a gap. Only
 * what a pinned keeper signed may be shown to it.
 */
export class FeedCursor {
  readonly #reader: Uint8Array;
  readonly #random: RandomBytes;
  #state: CursorState;
  /** Of the want that is open. */
  #nonce: Uint8Array | undefined;

  /** @param reader id of who asks, 16 bytes */
  constructor(state: CursorState, reader: Uint8Array, random: RandomBytes) {
    this.#state = state;
    this.#reader = reader;
    this.#random = random;
  }

  get state(): CursorState {
    return this.#state;
  }

  /** A want is out and its page has not ended. */
  get isOpen(): boolean {
    return this.#nonce !== undefined;
  }

  /** The next question; answers to older ones are ignored from now on. */
  want(): Want {
    this.#nonce = this.#random(ID_BYTES);
    return { ...this.#state, limit: MAX_PAGE, reader: this.#reader, nonce: this.#nonce };
  }

  hear(feed: FeedMessage): FeedStep {
    if (feed.kind === "news") {
      const isNew = !this.#isSameEpoch(feed.epoch) || feed.head > this.#state.after;
      return isNew ? { kind: "ask", why: "news" } : { kind: "ignore" };
    }
    if (this.#nonce === undefined || !equalBytes(feed.nonce, this.#nonce)) return { kind: "ignore" };
    // Another store counts anew; what is in it and known is a double, which the clip's id tells.
    if (!this.#isSameEpoch(feed.epoch)) this.#state = { epoch: feed.epoch, after: 0 };
    if (feed.kind === "entry") {
      const { previous, seq, message } = feed;
      const fits = previous <= this.#state.after && seq > this.#state.after;
      return fits ? { kind: "take", seq, message } : { kind: "ignore" };
    }
    this.#nonce = undefined;
    if (feed.head < this.#state.after) {
      // The same store from an earlier day: its numbers are given a second time.
      this.#state = { ...this.#state, after: 0 };
      return { kind: "ask", why: "anew" };
    }
    if (feed.previous > this.#state.after) return { kind: "ask", why: "lost" };
    this.took(feed.upTo);
    return feed.head > this.#state.after ? { kind: "ask", why: "more" } : { kind: "caught-up" };
  }

  /** From the first entry again; what is known is a double. Answers to the open want are ignored from now on. */
  restart(): void {
    this.#state = FEED_START;
    this.#nonce = undefined;
  }

  /** The entry of this number is on disk, or was refused for good: by those who are trusted now. */
  took(seq: number): void {
    if (seq > this.#state.after) this.#state = { ...this.#state, after: seq };
  }

  #isSameEpoch(epoch: Uint8Array): boolean {
    return this.#state.epoch !== undefined && equalBytes(this.#state.epoch, epoch);
  }
}
