import { renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { MAX_MESSAGE_BYTES, SIZE_BUCKETS } from "../../seal/size-bucket.js";
import type { Entry, QuarantineReason } from "../entry.js";
import { decodeEntry, decodeStoredTombstone, encodeEntry, encodeStoredTombstone } from "../records.js";
import type { FoundClip } from "../recovery.js";
import type { StoredTombstone } from "../state.js";
import { checksum } from "./checksum.js";
import { faultCode } from "./disk-fault.js";
import {
  privateFolder,
  readBounded,
  removeIfThere,
  sweptNames,
  syncFolder,
  writeDurably,
} from "./durable-files.js";

const CLIP_NAME = /^(\d{15})-([0-9a-f]{32})\.clip$/;
const TOMBSTONE_NAME = /^\d{15}-[0-9a-f]{32}\.tombstone$/;
/** Length (u16) and checksum (u32) of the head, then the head, then the message. */
const HEAD_BYTES = 6;
const MAX_HEAD_BYTES = 1_024;
const MAX_TOMBSTONE_BYTES = 20_000;

function named(seq: number, id: string, kind: string): string {
  return `${String(seq).padStart(15, "0")}-${id}.${kind}`;
}

function head(place: string, seq: number, row: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, row.length);
  view.setUint32(2, checksum(place, seq, row));
  return bytes;
}

function rowBehind(place: string, seq: number, bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const row = bytes.subarray(HEAD_BYTES, HEAD_BYTES + view.getUint16(0));
  return row.length > 0 && view.getUint32(2) === checksum(place, seq, row) ? row : undefined;
}

function decoded<T>(row: Uint8Array | undefined, decode: (row: Uint8Array) => T): T | undefined {
  if (row === undefined) return undefined;
  try {
    return decode(row);
  } catch (error) {
    if (error instanceof SottoError) return undefined;
    throw error;
  }
}

/**
 * Each message in a file of its own beside the records: a fault of the disk costs the one clip that it hits, space
 * comes back at once when a clip leaves, and what the records have lost can be found again, since a clip carries its
 * own proof. The records decide what is pending; a file that they do not know is sorted out at the next start.
 */
export class MessageFiles {
  readonly #folder: string;
  readonly #clips: string;
  readonly #tombstones: string;
  readonly #quarantine: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#clips = join(folder, "clips");
    this.#tombstones = join(folder, "tombstones");
    this.#quarantine = join(folder, "quarantine");
  }

  /** The folders are there, and their names are on the disk. */
  prepare(): void {
    for (const folder of [this.#folder, this.#clips, this.#tombstones, this.#quarantine])
      privateFolder(folder);
    // At each start: whoever made them may have been killed before this, and a clip is no safer than its folder's name.
    syncFolder(this.#folder);
    syncFolder(dirname(this.#folder));
  }

  /** Returns when it is on the disk. */
  writeClip(entry: Entry, message: Uint8Array): void {
    const row = encodeEntry(entry);
    writeDurably(this.#clipPath(entry), [head("clip", entry.seq, row), row, message]);
  }

  /**
   * The message as it lies there. Its length is the one that was accepted, so the message is found from the end,
   * whatever became of the head.
   */
  readClip({ seq, id, bytes }: Pick<Entry, "seq" | "id" | "bytes">): Uint8Array | undefined {
    const file = readBounded(this.#clipPath({ seq, id }), MAX_HEAD_BYTES + MAX_MESSAGE_BYTES);
    return file?.slice(Math.max(0, file.length - bytes));
  }

  /** @returns false when the file is still there; the next start sorts it out */
  removeClip(clip: Pick<Entry, "seq" | "id">): boolean {
    return removeIfThere(this.#clipPath(clip));
  }

  /** Keeps what is there of a clip for somebody to look at. @returns false when nothing could be kept */
  putAside(clip: Pick<Entry, "seq" | "id">, reason: QuarantineReason): boolean {
    try {
      renameSync(this.#clipPath(clip), this.#asidePath(clip, reason));
      return true;
    } catch (error) {
      if (faultCode(error) === undefined) throw error;
      return false;
    }
  }

  /** What was kept aside of a clip that is forgotten. */
  removeAside(clip: Pick<Entry, "seq" | "id" | "reason">): void {
    if (clip.reason !== undefined) removeIfThere(this.#asidePath(clip, clip.reason));
  }

  foundClips(): readonly FoundClip[] {
    return sweptNames(this.#clips).flatMap((name) => {
      const [, digits, id] = CLIP_NAME.exec(name) ?? [];
      if (digits === undefined || id === undefined) return [];
      return [this.#found(Number(digits), id)];
    });
  }

  has(clip: Pick<Entry, "seq" | "id">): boolean {
    return statSync(this.#clipPath(clip), { throwIfNoEntry: false }) !== undefined;
  }

  /** A second copy of what only the ear can sign again. */
  writeTombstone(tombstone: StoredTombstone): void {
    const row = encodeStoredTombstone(tombstone);
    writeDurably(this.#tombstonePath(tombstone), [head("tombstone", 0, row), row]);
  }

  removeTombstone(tombstone: Pick<StoredTombstone, "seq" | "id">): void {
    removeIfThere(this.#tombstonePath(tombstone));
  }

  tombstones(): readonly StoredTombstone[] {
    return sweptNames(this.#tombstones).flatMap((name) => {
      if (!TOMBSTONE_NAME.test(name)) return [];
      const bytes = readBounded(join(this.#tombstones, name), MAX_TOMBSTONE_BYTES);
      const tombstone = bytes && decoded(rowBehind("tombstone", 0, bytes), decodeStoredTombstone);
      return tombstone ? [tombstone] : [];
    });
  }

  #found(seq: number, id: string): FoundClip {
    const path = this.#clipPath({ seq, id });
    const entry = decoded(rowBehind("clip", seq, this.#start(path)), decodeEntry);
    if (entry?.id === id && entry.seq === seq) return { seq, id, bytes: entry.bytes, entry };
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return { seq, id, bytes: SIZE_BUCKETS.findLast((bucket) => bucket <= size) ?? 0, entry: undefined };
  }

  #start(path: string): Uint8Array {
    try {
      return readBounded(path, MAX_HEAD_BYTES) ?? new Uint8Array(0);
    } catch (error) {
      if (faultCode(error) === undefined) throw error;
      return new Uint8Array(0);
    }
  }

  #clipPath({ seq, id }: Pick<Entry, "seq" | "id">): string {
    return join(this.#clips, named(seq, id, "clip"));
  }

  #asidePath({ seq, id }: Pick<Entry, "seq" | "id">, reason: QuarantineReason): string {
    return join(this.#quarantine, `${named(seq, id, "clip")}.${reason}`);
  }

  #tombstonePath({ seq, id }: Pick<StoredTombstone, "seq" | "id">): string {
    return join(this.#tombstones, named(seq, id, "tombstone"));
  }
}
