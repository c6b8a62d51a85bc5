import { SottoError } from "../../domain/errors.js";
import type { Arrival, Storing } from "../clip-keep.js";

/** Commits that may be under way at once: while one is written to the disk, the next is being made. */
const MAX_COMMITS = 2;
/** Of one commit, so that none holds its locks for long. */
const MAX_CLIPS = 32;
const MAX_BYTES = 1_000_000;

interface Waiting {
  readonly clip: Arrival;
  readonly settle: (outcome: Storing) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Clips that come while commits are under way share the next one: a disk makes so many commits a second, whatever is
 * in them. Bounded by whoever calls: each call waits for its own clip.
 */
export class ClipGroups {
  readonly #commit: (clips: readonly Arrival[]) => Promise<readonly Storing[]>;
  readonly #waiting: Waiting[] = [];
  #commits = 0;

  /** @param commit stores all or none, and answers in the order of the clips */
  constructor(commit: (clips: readonly Arrival[]) => Promise<readonly Storing[]>) {
    this.#commit = commit;
  }

  store(clip: Arrival): Promise<Storing> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ clip, settle, fail });
      void this.#next();
    });
  }

  /** Never rejects: what the commit says goes to those who wait for it. */
  async #next(): Promise<void> {
    if (this.#commits >= MAX_COMMITS || this.#waiting.length === 0) return;
    const group = this.#takeGroup();
    this.#commits += 1;
    try {
      const outcomes = await this.#commit(group.map(({ clip }) => clip));
      for (const [at, { settle, fail }] of group.entries()) {
        const outcome = outcomes[at];
        if (outcome === undefined)
          fail(new SottoError("STORE_DAMAGED", "an answer for fewer clips than asked"));
        else settle(outcome);
      }
    } catch (error) {
      for (const { fail } of group) fail(error);
    } finally {
      this.#commits -= 1;
    }
    // Not awaited: under load each would hold all that went before it.
    void this.#next();
  }

  #takeGroup(): readonly Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ clip }, at) => {
      bytes += clip.message.length;
      return at > 0 && (at >= MAX_CLIPS || bytes > MAX_BYTES);
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }
}
