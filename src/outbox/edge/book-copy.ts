import { closeSync, constants, fchmodSync, openSync, writeSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import { decodeBook, encodeBook } from "../records.js";
import type { Book } from "../state.js";
import { checksum } from "./checksum.js";
import { readBounded } from "./durable-files.js";

const SLOTS = 2;
const SLOT_BYTES = 512;
const HEAD_BYTES = 6;

/**
 * The third copy of the book, in a file of its own: it tells when the database as a whole is older than it should be
 * (its log is gone) and what the ledger was when nothing of it can be read. Two slots in turn, so that a torn write
 * leaves the one before. Written after each commit, in place, without waiting for the disk: the database is what
 * counts, and a copy that is behind says nothing against it.
 */
export function writeBookCopy(path: string, book: Book): void {
  const row = encodeBook(book);
  const slot = new Uint8Array(SLOT_BYTES);
  const view = new DataView(slot.buffer);
  view.setUint16(0, row.length);
  view.setUint32(2, checksum("book-copy", book.revision % SLOTS, row));
  slot.set(row, HEAD_BYTES);
  const handle = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeSync(handle, slot, 0, SLOT_BYTES, (book.revision % SLOTS) * SLOT_BYTES);
  } finally {
    closeSync(handle);
  }
}

/** The slots that pass their checksum. */
export function readBookCopies(path: string): readonly Book[] {
  const bytes = readBounded(path, SLOTS * SLOT_BYTES);
  if (bytes === undefined) return [];
  return Array.from({ length: SLOTS }, (_, slot) => slot).flatMap((slot) => {
    const part = bytes.slice(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES);
    if (part.length < HEAD_BYTES) return [];
    const view = new DataView(part.buffer);
    const row = part.subarray(HEAD_BYTES, HEAD_BYTES + view.getUint16(0));
    if (row.length === 0 || view.getUint32(2) !== checksum("book-copy", slot, row)) return [];
    try {
      return [decodeBook(row)];
    } catch (error) {
      if (error instanceof SottoError) return [];
      throw error;
    }
  });
}
