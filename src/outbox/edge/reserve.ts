import { randomFillSync } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { removeIfThere, writeDurably } from "./durable-files.js";

/** Enough for the largest erasure there can be: tombstones of 4,000 ids twice, and every record written anew. */
export const RESERVE_BYTES = 1_000_000;

/** Space put by, so that receipts and erasures, which give space back, still go through when the disk is full. */
export class Reserve {
  readonly #path: string;
  #isThere: boolean;

  constructor(folder: string) {
    this.#path = join(folder, "reserve");
    this.#isThere = statSync(this.#path, { throwIfNoEntry: false })?.size === RESERVE_BYTES;
  }

  /** Accepting comes after this: no clip takes the space. Throws as the disk does. */
  ensure(): void {
    if (this.#isThere) return;
    // Not zeros: some file systems keep no space for them.
    writeDurably(this.#path, [randomFillSync(new Uint8Array(RESERVE_BYTES))]);
    this.#isThere = true;
  }

  /** @returns false when there was nothing to give */
  release(): boolean {
    this.#isThere = false;
    return removeIfThere(this.#path);
  }
}
