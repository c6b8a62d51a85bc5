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
  #next = 0;
  #heard = 0;

  /** @param frames embeddings that the head looks at; @param outputs of the head */
  constructor(head: Head, { frames, outputs }: { readonly frames: number; readonly outputs: number }) {
    this.#head = head;
    this.#kept = Array.from({ length: frames - 1 + STRICT_HOPS }, () => new Float32Array(EMBEDDING_SIZE));
    this.#highest = new Float32Array(outputs);
  }

  /** Once for every hop. */
  keep(embedding: Float32Array): void {
    this.#kept[this.#next]?.set(embedding);
    this.#next = (this.#next + 1) % this.#kept.length;
    if (this.#heard < this.#kept.length) this.#heard++;
  }

  /** The highest scores of the last STRICT_HOPS hops; valid until the next call. Undefined until it has heard enough. */
  scores(): Float32Array | undefined {
    if (this.#heard < this.#kept.length) return undefined;
    const head = this.#head;
    head.reset();
    this.#highest.fill(0);
    for (let i = 0; i < this.#kept.length; i++) {
      const embedding = this.#kept[(this.#next + i) % this.#kept.length];
      if (embedding === undefined) continue;
      head.push(embedding);
      if (i < this.#kept.length - STRICT_HOPS) continue;
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
