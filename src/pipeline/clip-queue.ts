import type { SealedClip } from "../seal/sealed-clip.js";

export interface QueueBounds {
  readonly maxClips: number;
  readonly maxBytes: number;
}

export const DEFAULT_QUEUE_BOUNDS: QueueBounds = { maxClips: 64, maxBytes: 4_000_000 };

/**
 * Sealed clips that wait in the ear's memory until the uplink has them on its disk. At its bound the oldest go, and are
 * given back to be counted: a command that nobody answered is worth less the older it is.
 */
export class ClipQueue {
  readonly #bounds: QueueBounds;
  readonly #clips: SealedClip[] = [];
  #bytes = 0;

  constructor(bounds: QueueBounds = DEFAULT_QUEUE_BOUNDS) {
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#clips.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Oldest first. */
  get clips(): readonly SealedClip[] {
    return [...this.#clips];
  }

  /** @returns the clips that had to go, the new one among them when it alone is over the bound */
  push(clip: SealedClip): readonly SealedClip[] {
    this.#clips.push(clip);
    this.#bytes += clip.bucket;
    const evicted: SealedClip[] = [];
    while (this.#clips.length > this.#bounds.maxClips || this.#bytes > this.#bounds.maxBytes) {
      const oldest = this.#clips[0];
      if (oldest === undefined) break;
      this.remove(oldest);
      evicted.push(oldest);
    }
    return evicted;
  }

  /** @returns false when it is not, or no longer, here */
  remove(clip: SealedClip): boolean {
    const at = this.#clips.indexOf(clip);
    if (at < 0) return false;
    this.#clips.splice(at, 1);
    this.#bytes -= clip.bucket;
    return true;
  }
}
