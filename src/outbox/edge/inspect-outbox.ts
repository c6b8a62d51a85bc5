import { existsSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import { type Entry, toHistory } from "../entry.js";
import { assertBalanced } from "../ledger.js";
import type { HistoryEntry, Ledger } from "../outbox.js";
import { readBookCopies } from "./book-copy.js";
import { isDamage, unwritable } from "./disk-fault.js";
import { MessageFiles } from "./message-files.js";
import { bookCopyPath, isSound, storePath } from "./open-records.js";
import { RecordStore, type Records } from "./record-store.js";

/** What somebody beside the uplink may see of its outbox. */
export interface OutboxView {
  readonly ledger: Ledger;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  /** Erasures that a keeper has not signed for yet. */
  readonly openTombstones: number;
}

/** An uplink that mends its records moves them between two looks; a fault that is one stays. */
const LOOKS = 5;

/**
 * Looks into an outbox without changing it, while the uplink runs or not: form, checksums, the ledger's sum, its
 * copies, and that a file lies there for each clip that waits.
 * @returns undefined where there is none
 * @throws SottoError OUTBOX_DAMAGED, LEDGER_WRONG, OUTBOX_UNWRITABLE when it cannot be opened
 */
export function inspectOutbox(folder: string): OutboxView | undefined {
  if (!existsSync(folder) || storePath(folder) === undefined) return undefined;
  for (let look = 1; ; look += 1) {
    try {
      return lookInto(folder);
    } catch (error) {
      if (look >= LOOKS) throw error;
    }
  }
}

function lookInto(folder: string): OutboxView {
  // Before the records: the uplink writes it after them, so a copy that is ahead of them is one that was left behind.
  const copies = readBookCopies(bookCopyPath(folder));
  const records = readRecords(folder);
  const [book] = records.books;
  const pending = pendingIn(records);
  // Whole records that do not add up are a fault of ours, not of the disk.
  if (book && records.faults === 0) assertBalanced(book.ledger, pending.length);
  if (book === undefined || !isSound(records, copies)) {
    throw new SottoError("OUTBOX_DAMAGED", `${folder}: ${records.faults} faults in its records`);
  }
  const missing = missingOf(folder, pending);
  if (missing > 0)
    throw new SottoError("OUTBOX_DAMAGED", `${folder}: the files of ${missing} clips are missing`);
  return {
    ledger: book.ledger,
    history: records.entries.toSorted((a, b) => b.seq - a.seq).map(toHistory),
    openTombstones: records.tombstones.length,
  };
}

function pendingIn({ entries }: Records): readonly Entry[] {
  return entries.filter(({ kind, state }) => kind === "clip" && state === "pending");
}

/**
 * A clip's file goes after the commit by which it leaves. So a file that was not there is missing only if its clip is
 * pending in records that were read later than that.
 */
function missingOf(folder: string, pending: readonly Entry[]): number {
  const files = new MessageFiles(folder);
  const suspects = pending.filter((entry) => !files.has(entry));
  if (suspects.length === 0) return 0;
  const still = new Set(pendingIn(readRecords(folder)).map(({ seq }) => seq));
  return suspects.filter(({ seq }) => still.has(seq)).length;
}

function readRecords(folder: string): Records {
  let store: RecordStore | undefined;
  try {
    store = RecordStore.open(storePath(folder) ?? folder, "read");
    return store.readAtOnce();
  } catch (cause) {
    if (isDamage(cause)) throw new SottoError("OUTBOX_DAMAGED", folder, cause);
    throw unwritable(folder, cause);
  } finally {
    store?.close();
  }
}
