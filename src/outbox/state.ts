import { type AgeMark, NEWBORN } from "./age.js";
import type { Entry } from "./entry.js";
import { assertBalanced, EMPTY_LEDGER } from "./ledger.js";
import { type Ledger, MAX_REMEMBERED_IDS } from "./outbox.js";
import { type SeenBatch, SeenIds } from "./seen-ids.js";

/** The ledger and what must never run apart from it. Kept in three places, each with a checksum. */
export interface Book {
  /** One more with each change: of several copies the highest is the newest. */
  readonly revision: number;
  readonly nextSeq: number;
  readonly ledger: Ledger;
  readonly age: AgeMark;
}

export const EMPTY_BOOK: Book = { revision: 0, nextSeq: 1, ledger: EMPTY_LEDGER, age: NEWBORN };

export interface StoredTombstone {
  readonly seq: number;
  readonly id: string;
  readonly request: string;
  readonly isBarrier: boolean;
  readonly message: Uint8Array;
}

/** Everything that lies on the disk but the clips' own bytes. */
export interface Snapshot {
  readonly book: Book;
  readonly entries: readonly Entry[];
  readonly seen: readonly SeenBatch[];
  readonly tombstones: readonly StoredTombstone[];
}

/** What one transaction writes; nothing of it holds before it is on the disk. */
export interface Change {
  readonly book: Book;
  readonly puts: readonly Entry[];
  /** Entries that are no longer told of. */
  readonly drops: readonly Entry[];
  readonly seen: readonly SeenBatch[];
  readonly seenDrops: readonly number[];
  readonly tombstones: readonly StoredTombstone[];
  readonly tombstoneDrops: readonly StoredTombstone[];
  /** Clips whose files are not needed any more. */
  readonly left: readonly Entry[];
}

/** The outbox in memory: as it is on the disk, ready to be asked. Bounded as MAX_HISTORY and its companions say. */
export class OutboxState {
  #book: Book;
  #pendingBytes = 0;
  /** In the order of acceptance. */
  readonly clips = new Map<string, Entry>();
  readonly erasures = new Map<string, Entry>();
  /** Those of `clips` that wait. */
  readonly pending = new Map<string, Entry>();
  readonly tombstones = new Map<string, StoredTombstone>();
  readonly seen: SeenIds;

  constructor(snapshot: Snapshot = { book: EMPTY_BOOK, entries: [], seen: [], tombstones: [] }) {
    this.#book = snapshot.book;
    this.seen = new SeenIds(MAX_REMEMBERED_IDS, snapshot.seen);
    for (const entry of snapshot.entries.toSorted((a, b) => a.seq - b.seq)) this.#put(entry);
    for (const tombstone of snapshot.tombstones.toSorted((a, b) => a.seq - b.seq)) {
      this.tombstones.set(tombstone.id, tombstone);
    }
  }

  get book(): Book {
    return this.#book;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Entries of both kinds. */
  get size(): number {
    return this.clips.size + this.erasures.size;
  }

  isKnown(id: string): boolean {
    return this.clips.has(id) || this.seen.has(id);
  }

  /** @throws SottoError LEDGER_WRONG */
  apply(change: Change): void {
    this.#book = change.book;
    for (const { id, kind } of change.drops) (kind === "clip" ? this.clips : this.erasures).delete(id);
    for (const entry of change.puts) this.#put(entry);
    for (const batch of change.seen) this.seen.add(batch);
    for (const { id } of change.tombstoneDrops) this.tombstones.delete(id);
    for (const tombstone of change.tombstones) this.tombstones.set(tombstone.id, tombstone);
    this.assertBalanced();
  }

  /** @throws SottoError LEDGER_WRONG */
  assertBalanced(): void {
    assertBalanced(this.#book.ledger, this.pending.size);
  }

  #put(entry: Entry): void {
    if (entry.kind === "erasure") {
      this.erasures.set(entry.id, entry);
      return;
    }
    this.clips.set(entry.id, entry);
    const waited = this.pending.get(entry.id);
    if (waited) this.#pendingBytes -= waited.bytes;
    if (entry.state === "pending") {
      this.pending.set(entry.id, entry);
      this.#pendingBytes += entry.bytes;
    } else {
      this.pending.delete(entry.id);
    }
  }
}
