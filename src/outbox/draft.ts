import type { AgeMark } from "./age.js";
import { type Entry, isSettled, newEntry } from "./entry.js";
import { withAccepted, withLeft } from "./ledger.js";
import { type Exit, type Ledger, MAX_HISTORY } from "./outbox.js";
import type { SeenBatch } from "./seen-ids.js";
import type { Change, OutboxState, StoredTombstone } from "./state.js";

/** The moment of a change, by both clocks. */
export interface Moment {
  readonly age: AgeMark;
  /** Annotation for people. */
  readonly wallMs: number;
}

/** So many entries are forgotten at once, so that not every clip costs a row of remembered ids. */
const FORGET_BATCH = 256;

/** Collects what one transaction will write. The state itself changes only when the disk has it. */
export class Draft {
  readonly #state: OutboxState;
  readonly #now: Moment;
  readonly #puts = new Map<number, Entry>();
  readonly #left: Entry[] = [];
  readonly #forgotten: Entry[] = [];
  readonly #remembered: string[] = [];
  readonly #tombstones: StoredTombstone[] = [];
  readonly #tombstoneDrops: StoredTombstone[] = [];
  #ledger: Ledger;
  #nextSeq: number;

  constructor(state: OutboxState, now: Moment) {
    this.#state = state;
    this.#now = now;
    this.#ledger = state.book.ledger;
    this.#nextSeq = state.book.nextSeq;
  }

  takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  acceptClip(id: string, bytes: number): Entry {
    const entry = this.#entry(id, "clip", bytes);
    this.#ledger = withAccepted(this.#ledger);
    this.#puts.set(entry.seq, entry);
    return entry;
  }

  /** @returns the entry of a new erasure; `confirmed`, without a signer, when there is nothing that a keeper would have to confirm */
  addErasure(request: string, state: "pending" | "confirmed"): Entry {
    const leftAgeMs = state === "confirmed" ? this.#now.age.ageMs : undefined;
    const entry = { ...this.#entry(request, "erasure", 0), state, leftAgeMs };
    this.#puts.set(entry.seq, entry);
    return entry;
  }

  leave(clip: Entry, exit: Exit, more: Partial<Pick<Entry, "reason" | "signedBy" | "erasedBy">> = {}): void {
    const { age, wallMs } = this.#now;
    const entry: Entry = { ...clip, ...more, state: exit, atMs: wallMs, leftAgeMs: age.ageMs };
    this.#ledger = withLeft(this.#ledger, exit);
    this.#puts.set(entry.seq, entry);
    this.#left.push(entry);
  }

  /** Changes an entry without moving it from one column of the ledger to another. */
  amend(entry: Entry, more: Partial<Omit<Entry, "seq" | "id" | "kind">>): void {
    this.#puts.set(entry.seq, { ...entry, ...more });
  }

  addTombstone(tombstone: Omit<StoredTombstone, "seq">): void {
    this.#tombstones.push({ ...tombstone, seq: this.takeSeq() });
  }

  dropTombstone(tombstone: StoredTombstone): void {
    this.#tombstoneDrops.push(tombstone);
  }

  /** An id without a clip that must count as known from now on. */
  remember(id: string): void {
    this.#remembered.push(id);
  }

  /** Settled entries, of which nothing but the random ids is kept. */
  forget(entries: readonly Entry[]): void {
    this.#forgotten.push(...entries);
  }

  change(): Change {
    const drops = [...this.#forgotten, ...this.#crowdedOut()];
    const ids = [...this.#remembered, ...drops.map(({ id }) => id)];
    const seen: readonly SeenBatch[] = ids.length === 0 ? [] : [{ key: this.takeSeq(), ids }];
    const { revision } = this.#state.book;
    return {
      book: {
        revision: revision + 1,
        nextSeq: this.#nextSeq,
        ledger: this.#ledger,
        age: this.#now.age,
      },
      puts: [...this.#puts.values()],
      drops,
      seen,
      seenDrops: this.#state.seen.crowdedOut(ids.length),
      tombstones: this.#tombstones,
      tombstoneDrops: this.#tombstoneDrops,
      left: this.#left,
    };
  }

  #entry(id: string, kind: Entry["kind"], bytes: number): Entry {
    const { age, wallMs } = this.#now;
    return newEntry({ seq: this.takeSeq(), id, kind, bytes, wallMs, ageMs: age.ageMs });
  }

  /** The oldest settled entries, as soon as there are more than MAX_HISTORY. Untouched ones only. */
  #crowdedOut(): readonly Entry[] {
    const state = this.#state;
    if (state.size - this.#forgotten.length + this.#puts.size <= MAX_HISTORY) return [];
    const forgotten = new Set(this.#forgotten.map(({ seq }) => seq));
    const settled = [...state.clips.values(), ...state.erasures.values()].filter(
      (entry) => isSettled(entry) && !this.#puts.has(entry.seq) && !forgotten.has(entry.seq),
    );
    return settled.sort((a, b) => a.seq - b.seq).slice(0, FORGET_BATCH);
  }
}
