import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../domain/errors.js";
import { type ExpectedOrigin, SealedClip } from "../../seal/sealed-clip.js";
import { checkedTombstone } from "../erasing.js";
import { isBalanced } from "../ledger.js";
import { type FoundClip, type Recovery, recover } from "../recovery.js";
import { type Book, type Change, EMPTY_BOOK, type StoredTombstone } from "../state.js";
import { readBookCopies, writeBookCopy } from "./book-copy.js";
import { faultCode, isDamage } from "./disk-fault.js";
import { readThrough, removeIfThere, syncFolder } from "./durable-files.js";
import type { MessageFiles } from "./message-files.js";
import { moveToQuarantine, trimQuarantine } from "./quarantine-folder.js";
import { RecordStore, type Records } from "./record-store.js";

const NAME = /^outbox-(\d{1,9})\.db$/;
/** SQLite's companions of a database. */
const COMPANIONS = ["", "-wal", "-shm", "-journal"] as const;
const NO_RECORDS: Records = { books: [], entries: [], seen: [], tombstones: [], faults: 1 };

export function bookCopyPath(folder: string): string {
  return join(folder, "ledger-copy");
}

function storeName(generation: number): string {
  return `outbox-${generation}.db`;
}

/** Each mended database gets the next number, so that no name is ever used for two files; 0 when there is none. */
function newestGeneration(folder: string): number {
  return readdirSync(folder).reduce((newest, name) => Math.max(newest, Number(NAME.exec(name)?.[1] ?? 0)), 0);
}

export function storePath(folder: string): string | undefined {
  const generation = newestGeneration(folder);
  return generation === 0 ? undefined : join(folder, storeName(generation));
}

/** Whether the records are whole, agree with themselves and are not older than the copy of their book. */
export function isSound(records: Records, copies: readonly Book[]): boolean {
  const [book] = records.books;
  if (book === undefined || records.faults > 0) return false;
  const pending = records.entries.filter(({ kind, state }) => kind === "clip" && state === "pending").length;
  return (
    isBalanced(book.ledger) &&
    book.ledger.pending === pending &&
    copies.every(({ revision }) => revision <= book.revision)
  );
}

/** What a start found out of order. */
export interface Damage {
  /** Records and files that did not pass. */
  readonly faults: number;
  readonly adopted: number;
  readonly missing: number;
}

export interface OpenedRecords {
  readonly store: RecordStore;
  readonly recovery: Recovery;
  readonly damage: Damage | undefined;
}

interface Place {
  readonly folder: string;
  readonly files: MessageFiles;
  readonly expected: ExpectedOrigin;
}

/**
 * Opens the records, mends what is damaged and brings records and files into agreement. A damaged database is moved to
 * quarantine after everything readable is in a new one. Throws as disk and SQLite do, but never for damage.
 */
export function openRecords(place: Place): OpenedRecords {
  const { folder, files } = place;
  const generation = newestGeneration(folder);
  const copies = readBookCopies(bookCopyPath(folder));
  const clips = files.foundClips();
  const spare = files.tombstones();
  const isNew = generation === 0 && copies.length + clips.length + spare.length === 0;
  const read = generation === 0 ? undefined : readStore(join(folder, storeName(generation)));
  const records = read?.records ?? NO_RECORDS;
  const sound = read !== undefined && isSound(records, copies);
  const tombstones = sound ? records.tombstones : believed([...records.tombstones, ...spare], place);
  const recovery = recover(
    {
      books: [...records.books, ...(sound ? [] : copies)],
      snapshot: { entries: distinct(records), seen: records.seen, tombstones },
      clips,
      isClip: (clip) => isClip(clip, place),
      isErased: erasedBy(tombstones, place),
      emptyBook: EMPTY_BOOK,
    },
    sound || isNew ? "no" : "yes",
  );
  const store =
    sound && read.store ? kept(read.store, records, recovery) : renewed(place, generation, recovery);
  settleFiles(place, recovery, spare);
  writeBookCopy(bookCopyPath(folder), recovery.snapshot.book);
  const { adopted, missing } = recovery;
  const isDamaged = !isNew && (!sound || missing > 0);
  return { store, recovery, damage: isDamaged ? { faults: records.faults, adopted, missing } : undefined };
}

/** So often a disk is asked for a place that it does not give before that counts as damage. */
const TRIES = 3;

/**
 * Before SQLite looks: libsql 0.5.29 takes a log that it cannot read to the end, be it for a moment, for one that ends
 * there, and overwrites what was committed behind. What was read once lies in the kernel's memory when SQLite asks.
 * Only where this process has no connection yet: closing a file ends the locks that SQLite holds on it.
 */
export function readAhead(folder: string): void {
  const path = storePath(folder);
  if (path === undefined) return;
  for (const companion of ["", "-wal"]) {
    for (let tries = 0; tries < TRIES && !readThrough(`${path}${companion}`); tries += 1);
  }
}

interface ReadStore {
  readonly store: RecordStore | undefined;
  readonly records: Records;
}

function readStore(path: string): ReadStore {
  let store: RecordStore | undefined;
  try {
    store = RecordStore.open(path, "write");
    return { store, records: store.read() };
  } catch (error) {
    store?.close();
    if (isDamage(error)) return { store: undefined, records: NO_RECORDS };
    throw error;
  }
}

/** One entry an id; the newer where damage has left two. */
function distinct({ entries }: Records): Records["entries"] {
  const byId = new Map(
    entries.toSorted((a, b) => a.seq - b.seq).map((entry) => [`${entry.kind} ${entry.id}`, entry]),
  );
  return [...byId.values()];
}

function kept(store: RecordStore, records: Records, recovery: Recovery): RecordStore {
  if (!recovery.isChanged) return store;
  const before = new Set(records.entries);
  const change: Change = {
    ...recovery.snapshot,
    puts: recovery.snapshot.entries.filter((entry) => !before.has(entry)),
    drops: [],
    seen: [],
    seenDrops: [],
    tombstones: [],
    tombstoneDrops: [],
    left: [],
  };
  store.commit(change);
  return store;
}

function renewed({ folder }: Place, generation: number, recovery: Recovery): RecordStore {
  const name = storeName(generation + 1);
  const unfinished = join(folder, `${name}.new`);
  for (const companion of COMPANIONS) removeIfThere(`${unfinished}${companion}`);
  RecordStore.create(unfinished, recovery.snapshot);
  renameSync(unfinished, join(folder, name));
  syncFolder(folder);
  return RecordStore.open(join(folder, name), "write");
}

/** Files follow the records: what has left goes, what is older than the database in use is put aside. */
function settleFiles({ folder, files }: Place, recovery: Recovery, spare: readonly StoredTombstone[]): void {
  for (const clip of recovery.toDelete) files.removeClip(clip);
  for (const clip of recovery.toQuarantine) files.putAside(clip, "altered");
  const open = new Set(recovery.snapshot.tombstones.map(({ id }) => id));
  for (const tombstone of spare) if (!open.has(tombstone.id)) files.removeTombstone(tombstone);
  const spared = new Set(spare.map(({ id }) => id));
  for (const tombstone of recovery.snapshot.tombstones) {
    if (!spared.has(tombstone.id)) files.writeTombstone(tombstone);
  }
  const newest = newestGeneration(folder);
  for (const name of readdirSync(folder)) {
    const generation = Number(/^outbox-(\d{1,9})\.db/.exec(name)?.[1] ?? newest);
    if (generation < newest) moveToQuarantine(folder, name);
  }
  trimQuarantine(folder);
}

/** Tombstones that this device signed, each once. */
function believed(found: readonly StoredTombstone[], { expected }: Place): readonly StoredTombstone[] {
  const byId = new Map<string, StoredTombstone>();
  for (const tombstone of found) {
    try {
      const { id, erased } = checkedTombstone(tombstone.message, expected.device);
      if (id === tombstone.id) byId.set(id, { ...tombstone, isBarrier: erased === "all" });
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
    }
  }
  return [...byId.values()];
}

/** What the tombstones name. One of a key that is not pinned any more names nothing here; the keeper judges it. */
function erasedBy(tombstones: readonly StoredTombstone[], place: Place) {
  const ids = new Set<string>();
  let barrier = 0;
  for (const { message, seq } of believed(tombstones, place)) {
    const { erased } = checkedTombstone(message, place.expected.device);
    if (erased === "all") barrier = Math.max(barrier, seq);
    else for (const id of erased) ids.add(id);
  }
  return ({ id, seq }: Pick<FoundClip, "id" | "seq">) => ids.has(id) || seq < barrier;
}

/** Reads a clip as it lies on the disk; throws coded errors for bytes, the system's for a disk that fails. */
export function readClip(
  files: MessageFiles,
  clip: Pick<FoundClip, "seq" | "id" | "bytes">,
  expected: ExpectedOrigin,
): SealedClip | undefined {
  const message = files.readClip(clip);
  if (message === undefined) return undefined;
  const sealed = SealedClip.checked(message, expected);
  return sealed.messageId === clip.id ? sealed : undefined;
}

function isClip(clip: FoundClip, { files, expected }: Place): boolean {
  try {
    return readClip(files, clip, expected) !== undefined;
  } catch (error) {
    if (codeOf(error) === undefined && faultCode(error) === undefined) throw error;
    return false;
  }
}
