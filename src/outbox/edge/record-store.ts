import Database from "libsql";
import { SottoError } from "../../domain/errors.js";
import {
  decodeBook,
  decodeEntry,
  decodeIds,
  decodeStoredTombstone,
  encodeBook,
  encodeEntry,
  encodeIds,
  encodeStoredTombstone,
} from "../records.js";
import type { Book, Change, Snapshot } from "../state.js";
import { checksum } from "./checksum.js";
import { faultCode, isDamage } from "./disk-fault.js";
import { touchPrivate } from "./durable-files.js";

/** One table each; the book lies in two, on different pages, so that no single fault reaches both. */
export const SHELVES = ["book_a", "book_b", "entry", "seen", "tombstone"] as const;
type Shelf = (typeof SHELVES)[number];

const BOOK_KEY = 1;
/** Other processes look into the store while it is written; they are quick. */
const BUSY_MS = 5_000;
/** A change is a few small records: small pages write half of what the usual ones do (scripts/outbox-figures.ts). */
const PAGE_BYTES = 1_024;
/** The log is copied into the database every so many pages, about 0.5 MB. */
const CHECKPOINT_PAGES = 500;

type Row = { readonly key: number; readonly row: Uint8Array; readonly sum: number };

/** What was read, and what was wrong with it; nothing that fails its checksum is among the records. */
export interface Records extends Omit<Snapshot, "book"> {
  readonly books: readonly Book[];
  /** Faults found; none in a healthy store. */
  readonly faults: number;
}

function rowOf(value: unknown): Row | undefined {
  if (typeof value !== "object" || value === null || !("key" in value && "row" in value && "sum" in value))
    return;
  const { key, row, sum } = value;
  // libsql gives blobs as the one or the other, by the way in which they are read.
  const bytes = row instanceof ArrayBuffer ? new Uint8Array(row) : row;
  if (typeof key !== "number" || typeof sum !== "number" || !(bytes instanceof Uint8Array)) return undefined;
  return { key, row: Uint8Array.from(bytes), sum };
}

/**
 * The records of the outbox in SQLite: write-ahead log, synchronous=FULL, so that a transaction is on the disk when
 * commit returns. Only its transactions are relied on: each record carries its own checksum.
 */
export class RecordStore {
  readonly #db: Database.Database;

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Makes a new, whole store at `path`, where nothing is. */
  static create(path: string, snapshot: Snapshot): void {
    touchPrivate(path);
    const db = new Database(path);
    try {
      db.exec(
        `PRAGMA page_size=${PAGE_BYTES}; PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; BEGIN IMMEDIATE`,
      );
      for (const shelf of SHELVES) {
        db.exec(
          `CREATE TABLE ${shelf} (key INTEGER PRIMARY KEY, row BLOB NOT NULL, sum INTEGER NOT NULL) STRICT`,
        );
      }
      const store = new RecordStore(db);
      store.#write({
        ...snapshot,
        puts: snapshot.entries,
        drops: [],
        seenDrops: [],
        tombstoneDrops: [],
        left: [],
      });
      db.exec("COMMIT");
    } finally {
      db.close();
    }
  }

  /**
   * Several connections to one file in a process are safe, but a name must never be given to another file: libsql
   * closes a connection for good only when its statements are collected, and then deletes the log by its name.
   * `read` never writes a record; SQLite itself may still mend its log.
   */
  static open(path: string, mode: "read" | "write"): RecordStore {
    const db = new Database(path, { timeout: BUSY_MS });
    try {
      // What is deleted or written over tells when somebody spoke: zeros take its place (libsql's default leaves it).
      db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON");
      db.exec(`PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}; PRAGMA query_only=${mode === "read" ? 1 : 0}`);
      if (mode === "write") assertWritable(db);
    } catch (error) {
      db.close();
      throw error;
    }
    return new RecordStore(db);
  }

  /** Again and again changes nothing. */
  close(): void {
    if (this.#db.open) this.#db.close();
  }

  /** One transaction: all of it is on the disk when this returns, or none. */
  commit(change: Change): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      this.#write(change);
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * Moves the log into the file and cuts it to nothing: until then what was deleted lives on in it.
   * @returns false while somebody else reads
   */
  sweep(): boolean {
    const [row]: readonly unknown[] = this.#db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").raw().all();
    return Array.isArray(row) && row[0] === 0;
  }

  /** Everything, each record checked. What cannot be read is counted, never thrown, unless the disk itself fails. */
  read(): Records {
    let faults = this.#integrity();
    const shelf = <T>(name: Shelf, decode: (row: Row) => T): readonly T[] => {
      const read = this.#rows(name);
      faults += read.faults;
      return read.rows.flatMap((row) => {
        const value = checked(name, row, decode);
        if (value === undefined) faults += 1;
        return value === undefined ? [] : [value];
      });
    };
    const books = [
      ...shelf("book_a", ({ row }) => decodeBook(row)),
      ...shelf("book_b", ({ row }) => decodeBook(row)),
    ];
    const [a, b] = books;
    if (a === undefined || b === undefined || a.revision !== b.revision) faults += 1;
    return {
      books,
      entries: shelf("entry", ({ key, row }) => inPlace(key, decodeEntry(row))),
      seen: shelf("seen", ({ key, row }) => ({ key, ids: decodeIds(row) })),
      tombstones: shelf("tombstone", ({ key, row }) => inPlace(key, decodeStoredTombstone(row))),
      faults,
    };
  }

  /** The same as of one moment, whoever writes meanwhile. */
  readAtOnce(): Records {
    this.#db.exec("BEGIN");
    try {
      return this.read();
    } finally {
      // A fault of the disk may have ended it already.
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
    }
  }

  #integrity(): number {
    try {
      const rows: readonly unknown[] = this.#db.prepare("PRAGMA integrity_check").raw().all();
      const [first] = rows;
      return rows.length === 1 && Array.isArray(first) && first[0] === "ok" ? 0 : Math.max(1, rows.length);
    } catch (error) {
      if (isDamage(error)) return 1;
      throw error;
    }
  }

  /** In order; where that breaks off, from the other end as well, and then each key between by itself. */
  #rows(shelf: Shelf): { readonly rows: readonly Row[]; readonly faults: number } {
    const rows = new Map<number, Row>();
    const up = this.#walk(shelf, "ASC", rows);
    if (up === "whole") return { rows: [...rows.values()], faults: 0 };
    const highest = Math.max(0, ...rows.keys());
    this.#walk(shelf, "DESC", rows);
    const behind = [...rows.keys()].filter((key) => key > highest);
    const end = Math.min(behind.length === 0 ? highest + MAX_GAP : Math.min(...behind), highest + MAX_GAP);
    this.#oneByOne(shelf, highest + 1, end, rows);
    return { rows: [...rows.values()], faults: 1 };
  }

  #walk(shelf: Shelf, order: "ASC" | "DESC", into: Map<number, Row>): "whole" | "broken" {
    let odd = 0;
    try {
      const statement = this.#db.prepare(`SELECT key, row, sum FROM ${shelf} ORDER BY key ${order}`);
      for (const value of statement.iterate()) {
        const row = rowOf(value);
        if (row) into.set(row.key, row);
        else odd += 1;
      }
      return odd === 0 ? "whole" : "broken";
    } catch (error) {
      if (isDamage(error)) return "broken";
      throw error;
    }
  }

  #oneByOne(shelf: Shelf, from: number, end: number, into: Map<number, Row>): void {
    for (let key = from; key < end; key += 1) {
      try {
        const row = rowOf(this.#db.prepare(`SELECT key, row, sum FROM ${shelf} WHERE key = ?`).get([key]));
        if (row?.key === key) into.set(key, row);
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (faultCode(error) === "SQLITE_ERROR") return;
      }
    }
  }

  #write({ book, puts, drops, seen, seenDrops, tombstones, tombstoneDrops }: Change): void {
    for (const entry of puts) this.#put("entry", entry.seq, encodeEntry(entry));
    for (const { seq } of drops) this.#drop("entry", seq);
    for (const { key, ids } of seen) this.#put("seen", key, encodeIds(ids));
    for (const key of seenDrops) this.#drop("seen", key);
    for (const tombstone of tombstones)
      this.#put("tombstone", tombstone.seq, encodeStoredTombstone(tombstone));
    for (const { seq } of tombstoneDrops) this.#drop("tombstone", seq);
    this.#put("book_a", BOOK_KEY, encodeBook(book));
    this.#put("book_b", BOOK_KEY, encodeBook(book));
  }

  #put(shelf: Shelf, key: number, row: Uint8Array): void {
    const statement = this.#db.prepare(`INSERT OR REPLACE INTO ${shelf} (key, row, sum) VALUES (?, ?, ?)`);
    // In an array: a lone object would be taken for named parameters, which ends the whole process (libsql 0.5.29).
    statement.run([key, row, checksum(shelf, key, row)]);
  }

  #drop(shelf: Shelf, key: number): void {
    this.#db.prepare(`DELETE FROM ${shelf} WHERE key = ?`).run([key]);
  }
}

/**
 * On a disk that may not be written SQLite opens its files to read alone, and all connections of the process share that
 * as long as one of them lives: until its last statement is collected. Found out now, before there is any, it lives no
 * longer, and the next try finds the disk as it is then. One page is written; other faults are left to who meets them.
 */
function assertWritable(db: Database.Database): void {
  try {
    db.exec("PRAGMA user_version=0");
  } catch (error) {
    if (faultCode(error)?.startsWith("SQLITE_READONLY")) throw error;
  }
}

/** Keys are tried one by one behind a break; no table is longer. */
const MAX_GAP = 8_192;

function inPlace<T extends { readonly seq: number }>(key: number, record: T): T {
  if (record.seq !== key) throw new SottoError("ENVELOPE_INVALID", "a record lies under another number");
  return record;
}

function checked<T>(shelf: Shelf, row: Row, decode: (row: Row) => T): T | undefined {
  if (checksum(shelf, row.key, row.row) !== row.sum) return undefined;
  try {
    return decode(row);
  } catch (error) {
    if (error instanceof SottoError && error.code === "ENVELOPE_INVALID") return undefined;
    throw error;
  }
}
