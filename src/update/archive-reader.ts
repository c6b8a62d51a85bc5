import { SottoError } from "../domain/errors.js";
import { MAX_TREE_BYTES, MAX_TREE_ENTRIES } from "./release-manifest.js";
import type { TreeEntry } from "./tree-entry.js";
import { BLOCK_BYTES, paddedBytes, readHeader } from "./ustar.js";

/** What an archive holds, in its order. `data` belongs to the file that came last; `done` ends that file. */
export type ArchiveEvent =
  | { readonly kind: "entry"; readonly entry: TreeEntry }
  | { readonly kind: "data"; readonly bytes: Uint8Array }
  | { readonly kind: "done" };

/** Of zeros that end an archive; tar fills up to 10,240 bytes. */
const MAX_TRAILER_BYTES = 64 * 1024;

/**
 * Reads an archive as it streams. Each entry lies in a folder that the archive itself made before, and no path comes
 * twice: so nothing is ever written through a link, over a file or outside of the tree.
 */
export class ArchiveReader {
  readonly #folders = new Set<string>([""]);
  readonly #paths = new Set<string>();
  #rest: Uint8Array = new Uint8Array(0);
  /** Of the file that is being read. */
  #left = 0;
  #padding = 0;
  #bytes = 0;
  #isOver = false;
  #trailer = 0;

  /** @throws SottoError BUNDLE_INVALID */
  *push(chunk: Uint8Array): Generator<ArchiveEvent> {
    let bytes = chunk;
    while (bytes.length > 0) {
      if (this.#isOver) {
        this.#endWith(bytes);
        return;
      }
      if (this.#left > 0) {
        const data = bytes.subarray(0, this.#left);
        this.#left -= data.length;
        bytes = bytes.subarray(data.length);
        yield { kind: "data", bytes: data };
        if (this.#left === 0) yield { kind: "done" };
      } else if (this.#padding > 0) {
        const filler = bytes.subarray(0, this.#padding);
        if (filler.some((byte) => byte !== 0)) throw wrong("what fills up a file");
        this.#padding -= filler.length;
        bytes = bytes.subarray(filler.length);
      } else {
        const taken = bytes.subarray(0, BLOCK_BYTES - this.#rest.length);
        bytes = bytes.subarray(taken.length);
        this.#rest = joined(this.#rest, taken);
        if (this.#rest.length < BLOCK_BYTES) return;
        const block = this.#rest;
        this.#rest = new Uint8Array(0);
        yield* this.#header(block);
      }
    }
  }

  /** @throws SottoError BUNDLE_INVALID where the archive is cut short */
  end(): void {
    if (!this.#isOver || this.#trailer < 2 * BLOCK_BYTES) throw wrong("its end");
  }

  *#header(block: Uint8Array): Generator<ArchiveEvent> {
    const entry = readHeader(block);
    if (entry === undefined) {
      this.#isOver = true;
      this.#trailer = block.length;
      return;
    }
    this.#admit(entry);
    yield { kind: "entry", entry };
    if (entry.kind !== "file") return;
    this.#left = entry.bytes;
    this.#padding = paddedBytes(entry.bytes) - entry.bytes;
    if (entry.bytes === 0) yield { kind: "done" };
  }

  #admit(entry: TreeEntry): void {
    const { path } = entry;
    if (this.#paths.has(path)) throw wrong("a path that comes twice");
    if (this.#paths.size >= MAX_TREE_ENTRIES) throw wrong("the number of entries");
    if (!this.#folders.has(path.slice(0, Math.max(0, path.lastIndexOf("/"))))) {
      throw wrong("an entry in a folder that is none");
    }
    this.#paths.add(path);
    if (entry.kind === "folder") this.#folders.add(path);
    if (entry.kind !== "file") return;
    this.#bytes += entry.bytes;
    if (this.#bytes > MAX_TREE_BYTES) throw wrong("the size of all files");
  }

  #endWith(bytes: Uint8Array): void {
    this.#trailer += bytes.length;
    if (this.#trailer > MAX_TRAILER_BYTES || bytes.some((byte) => byte !== 0))
      throw wrong("what comes behind");
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function wrong(what: string): SottoError {
  return new SottoError("BUNDLE_INVALID", `the archive: ${what} is wrong`);
}
