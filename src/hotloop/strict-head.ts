import type { Head } from "./dense-head.js";
import { EMBEDDING_SIZE } from "./embedding-engine.js";

/**
 * Hops whose scores a stricter look takes the highest of: from two before a first look to three behind it, since a first
 * look may fall before a word is over.
 */
export const STRICT_HOPS = 6;

/**
 * A head that is asked seldom and may be slow: it keeps the last embeddings and goes through them when it is asked.
 * No allocation.
 */
export class StrictHead {
  readonly #head: Head;
  /** The last embeddings, oldest first from `#next` on; slots are overwritten in turn. */
  readonly #kept: readonly Float32Array[];
  readonly #highest: Float32Array;
  readonly #frames: number;
  #next = 0;
  #heard = 0;

  /** @param frames embeddings that the head looks at; @param outputs of the head */
  constructor(head: Head, { frames, outputs }: { readonly frames: number; readonly outputs: number }) {
    this.#head = head;
    this.#frames = frames;
    this.#kept = Array.from({ length: frames - 1 + STRICT_HOPS }, () => new Float32Array(EMBEDDING_SIZE));
    this.#highest = new Float32Array(outputs);
  }

  /** Once for every hop. */
  keep(embedding: Float32Array): void {
    this.#kept[this.#next]?.set(embedding);
    this.#next = (this.#next + 1) % this.#kept.length;
    if (this.#heard < this.#kept.length) this.#heard++;
  }

  /** Whether any of the hops that are asked about has its whole window. */
  get isReady(): boolean {
    return this.#heard >= this.#frames;
  }

  /**
   * The highest scores of those of the last STRICT_HOPS hops for which it has heard enough since a reset, 0 where there is
   * none; valid until the next call.
   */
  scores(): Float32Array {
    const head = this.#head;
    head.reset();
    this.#highest.fill(0);
    const length = this.#kept.length;
    const heardFrom = length - this.#heard;
    for (let i = heardFrom; i < length; i++) {
      const embedding = this.#kept[(this.#next + i) % length];
      if (embedding === undefined) continue;
      head.push(embedding);
      if (i < length - STRICT_HOPS || i < heardFrom + this.#frames - 1) continue;
      for (let output = 0; output < this.#highest.length; output++) {
        this.#highest[output] = Math.max(this.#highest[output] ?? 0, head.scores[output] ?? 0);
      }
    }
    return this.#highest;
  }

  reset(): void {
    for (const embedding of this.#kept) embedding.fill(0);
    this.#head.reset();
    this.#highest.fill(0);
    this.#next = 0;
    this.#heard = 0;
  }
}
