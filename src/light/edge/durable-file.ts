import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { TEMPORARY_MARK } from "../../keys/edge/private-file.js";

/**
 * Replaces a file (0600) so that after a power cut the old or the new one is there, whole. Unlike the keys' writer it
 * does not block: a slow card must not hold up the light.
 * @throws SottoError FILE_UNREADABLE
 */
export async function replaceDurably(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `${TEMPORARY_MARK}${randomBytes(8).toString("hex")}`);
  try {
    await withFile(temporary, "wx", async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    await rename(temporary, path);
    await withFile(dirname(path), "r", (folder) => folder.sync());
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new SottoError("FILE_UNREADABLE", `could not write ${path}`, cause);
  }
}

/**
 * Writes over the beginning of a file that exists, which needs no room on a full disk. For a text of the same length
 * as the one that is there.
 * @throws SottoError FILE_UNREADABLE
 */
export async function overwriteInPlace(path: string, text: string): Promise<void> {
  try {
    await withFile(path, "r+", async (file) => {
      await file.write(text, 0);
      await file.sync();
    });
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `could not write ${path}`, cause);
  }
}

async function withFile(
  path: string,
  flags: "wx" | "r" | "r+",
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** Writes one after the other, and of those that wait only the newest. */
export class WriteQueue<T> {
  readonly #write: (value: T) => Promise<void>;
  #waiting: { readonly value: T; readonly done: Promise<void> } | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (value: T) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when this value or a newer one is written. Rejects with what the write threw. */
  write(value: T): Promise<void> {
    if (this.#waiting !== undefined) {
      this.#waiting = { value, done: this.#waiting.done };
      return this.#waiting.done;
    }
    const done = this.#last.then(() => {
      const newest = this.#waiting?.value ?? value;
      this.#waiting = undefined;
      return this.#write(newest);
    });
    this.#waiting = { value, done };
    this.#last = done.then(undefined, () => undefined);
    return done;
  }
}
