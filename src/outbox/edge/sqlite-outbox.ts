import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { Selector } from "../../link/messages.js";
import type { Log } from "../../log/log.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { parseEnvelope } from "../../seal/envelope.js";
import { decodeReceipt } from "../../seal/notices.js";
import type { ExpectedOrigin, SealedClip } from "../../seal/sealed-clip.js";
import { type BootClock, movedOn } from "../age.js";
import { Draft, type Moment } from "../draft.js";
import { type Entry, type QuarantineReason, toHistory } from "../entry.js";
import { checkedTombstone, confirmChange, eraseChange, type Resolved, resolveSelector } from "../erasing.js";
import {
  type Acceptance,
  type HistoryEntry,
  type Ledger,
  MAX_REFUSALS,
  type Outbox,
  type OutboxBounds,
  type PendingClip,
  type PendingTombstone,
} from "../outbox.js";
import { crowdedOut, forgettable, sendable, timeLeft, tooOld } from "../rules.js";
import { type Change, OutboxState } from "../state.js";
import { writeBookCopy } from "./book-copy.js";
import { systemBootClock } from "./boot-clock.js";
import { faultCode, isDiskFull, unwritable } from "./disk-fault.js";
import { FolderLock } from "./folder-lock.js";
import { MessageFiles } from "./message-files.js";
import { bookCopyPath, openRecords, readAhead, readClip } from "./open-records.js";
import { trimDamaged, trimQuarantine } from "./quarantine-folder.js";
import type { RecordStore } from "./record-store.js";
import { Reserve } from "./reserve.js";

/** Time that passed without any change is written down so often, or a crash would make the clips younger by more. */
const AGE_STEP_MS = 15 * 60_000;

export interface SqliteOutboxOptions {
  /** The outbox's own folder, see outboxFolder; made when it is not there. */
  readonly folder: string;
  readonly bounds: OutboxBounds;
  /** Whose clips and tombstones these must be. */
  readonly expected: ExpectedOrigin;
  /** Wall time, for people only. */
  readonly clock: Pick<Clock, "wallMs">;
  /** For ages; the kernel's by default. */
  readonly bootClock?: BootClock;
  /** Told `outbox-damaged` once for each start that found damage. */
  readonly log: Log;
}

interface Opened {
  readonly store: RecordStore;
  readonly state: OutboxState;
}

/**
 * The outbox on a disk: records in SQLite, messages in files. After any fault of the disk it opens itself anew before
 * the next change, so what is in memory is never ahead of, nor behind, what is on the disk.
 */
export class SqliteOutbox implements Outbox {
  readonly #options: SqliteOutboxOptions;
  readonly #files: MessageFiles;
  readonly #lock: FolderLock;
  readonly #reserve: Reserve;
  #opened: Opened;
  #isDoubtful = false;
  #isClosed = false;
  #unsaved = 0;
  /** What was forgotten may still lie in the log of the records, also since before this start. */
  #isUnswept = true;

  private constructor(options: SqliteOutboxOptions, files: MessageFiles, lock: FolderLock) {
    this.#options = options;
    this.#files = files;
    this.#lock = lock;
    this.#reserve = new Reserve(options.folder);
    this.#opened = this.#freeing(() => this.#open());
  }

  /**
   * Opens, checks and where needed mends the outbox.
   * @throws SottoError OUTBOX_UNWRITABLE, ALREADY_RUNNING, LEDGER_WRONG
   */
  static open(options: SqliteOutboxOptions): SqliteOutbox {
    let lock: FolderLock | undefined;
    try {
      const files = new MessageFiles(options.folder);
      files.prepare();
      lock = FolderLock.take(options.folder);
      readAhead(options.folder);
      return new SqliteOutbox(options, files, lock);
    } catch (cause) {
      lock?.release();
      throw unwritable(options.folder, cause);
    }
  }

  get ledger(): Ledger {
    return this.#opened.state.book.ledger;
  }

  /** Sum of the messages that wait. */
  get pendingBytes(): number {
    return this.#opened.state.pendingBytes;
  }

  /** Copies of the book and files that could not be written or deleted; the next start sees to them. */
  get unsaved(): number {
    return this.#unsaved;
  }

  accept(clip: SealedClip): Acceptance {
    const { bounds } = this.#options;
    const { messageId: id, bucket } = clip;
    if (this.#state().isKnown(id)) return { kind: "known" };
    if (bucket > bounds.maxBytes)
      throw new SottoError("ENVELOPE_TOO_LARGE", `${bucket} bytes in an outbox of less`);
    return this.#writing("accept", () => {
      this.#reserve.ensure();
      const state = this.#state();
      const draft = this.#draft();
      const evicted = crowdedOut(state, bucket, bounds);
      for (const entry of evicted) draft.leave(entry, "evicted");
      const entry = draft.acceptClip(id, bucket);
      this.#files.writeClip(entry, clip.message);
      try {
        this.#commit(draft.change());
      } catch (error) {
        // A commit that failed may be on the disk all the same, say when its sync did: then the entry needs its file, or
        // the clip that the ear offers again would count as known and be nowhere. The next opening, before anything
        // else, adopts the file or deletes it. On a full disk no commit was written whole, and the space is needed.
        if (isDiskFull(error)) this.#files.removeClip(entry);
        throw error;
      }
      return { kind: "accepted", evicted: evicted.map((one) => one.id) };
    });
  }

  waiting(limit: number, except: ReadonlySet<string>): readonly PendingClip[] {
    const found: PendingClip[] = [];
    let ageMs: number | undefined;
    for (const entry of sendable(this.#state(), except)) {
      if (found.length >= limit) break;
      const clip = this.#read(entry);
      if (typeof clip === "string") {
        this.#quarantine(entry, clip);
        continue;
      }
      ageMs ??= this.#now().age.ageMs;
      found.push({ id: entry.id, clip, expiresInMs: timeLeft(entry, ageMs, this.#options.bounds) });
    }
    return found;
  }

  refused(id: string, reasonCode: number): "waits" | "quarantined" {
    return this.#freeing(() => {
      const entry = this.#state().pending.get(id);
      if (entry === undefined) return "waits";
      const draft = this.#draft();
      const refusals = entry.refusals + 1;
      const told = { ...entry, refusals, refusedWith: Math.max(0, Math.floor(reasonCode)) };
      const isLast = refusals >= MAX_REFUSALS;
      if (isLast) draft.leave(told, "quarantined", { reason: "refused" });
      else draft.amend(told, {});
      this.#commit(draft.change());
      return isLast ? "quarantined" : "waits";
    });
  }

  receipted(id: string, receipt: Uint8Array): boolean {
    const signedBy = signerOf(receipt);
    const { outcome } = decodeReceipt(parseEnvelope(receipt).body);
    return this.#freeing(() => {
      const entry = this.#state().pending.get(id);
      if (entry === undefined) return false;
      const draft = this.#draft();
      draft.leave(entry, outcome === "stored" ? "receipted" : "erased", { signedBy });
      this.#commit(draft.change());
      return true;
    });
  }

  resolve(selector: Selector): Resolved {
    const state = this.#state();
    return resolveSelector(state, selector, this.#now().age.ageMs);
  }

  erase(request: string, tombstones: readonly Uint8Array[]): void {
    const checked = tombstones.map((message) => checkedTombstone(message, this.#options.expected.device));
    if (new Set(checked.map(({ id }) => id)).size !== checked.length) {
      throw new SottoError("ENVELOPE_INVALID", "two tombstones with one id");
    }
    this.#freeing(() => {
      const state = this.#state();
      if (state.erasures.has(request)) return;
      const change = eraseChange(state, request, checked, this.#now());
      for (const tombstone of change.tombstones) this.#files.writeTombstone(tombstone);
      try {
        this.#commit(change);
      } catch (error) {
        for (const tombstone of change.tombstones) this.#files.removeTombstone(tombstone);
        throw error;
      }
    });
  }

  tombstones(): readonly PendingTombstone[] {
    return [...this.#state().tombstones.values()].map(({ id, request, message, isBarrier }) => ({
      id,
      request,
      message: Uint8Array.from(message),
      isBarrier,
    }));
  }

  confirmed(tombstoneId: string, receipt: Uint8Array): string | undefined {
    const signedBy = signerOf(receipt);
    return this.#freeing(() => {
      const state = this.#state();
      const tombstone = state.tombstones.get(tombstoneId);
      if (tombstone === undefined) return undefined;
      const { change, isLast } = confirmChange(state, tombstone, signedBy, this.#now());
      this.#commit(change);
      this.#files.removeTombstone(tombstone);
      return isLast ? tombstone.request : undefined;
    });
  }

  expire(): readonly string[] {
    return this.#freeing(() => {
      const state = this.#state();
      const now = this.#now();
      const { bounds, folder } = this.#options;
      const old = tooOld(state, now.age, bounds);
      const past = forgettable(state, now.age, bounds);
      const unwritten = now.age.ageMs - state.book.age.ageMs;
      const isDue = unwritten >= AGE_STEP_MS || now.age.bootId !== state.book.age.bootId;
      if (old.length + past.length > 0 || isDue) {
        const draft = new Draft(state, now);
        for (const entry of old) draft.leave(entry, "expired");
        draft.forget(past);
        this.#commit(draft.change());
        for (const entry of past) this.#files.removeAside(entry);
        trimDamaged(folder, now.wallMs - bounds.historyMs);
        this.#isUnswept ||= past.length > 0;
      }
      this.#sweep();
      return old.map(({ id }) => id);
    });
  }

  history(limit: number): readonly HistoryEntry[] {
    const { clips, erasures } = this.#state();
    const entries = [...clips.values(), ...erasures.values()].sort((a, b) => b.seq - a.seq);
    return entries.slice(0, Math.max(0, limit)).map(toHistory);
  }

  /** Again and again changes nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#opened.store.close();
    this.#lock.release();
  }

  #open(): Opened {
    const { folder, expected, log } = this.#options;
    const { store, recovery, damage } = openRecords({ folder, files: this.#files, expected });
    const state = new OutboxState(recovery.snapshot);
    state.assertBalanced();
    if (damage) {
      const { ledger } = state.book;
      log.write("outbox-damaged", { code: "OUTBOX_DAMAGED", ...damage, pending: ledger.pending });
    }
    return { store, state };
  }

  /** As it is on the disk: after a fault it is read again. */
  #state(): OutboxState {
    if (this.#isDoubtful) {
      try {
        this.#opened.store.close();
        this.#opened = this.#open();
      } catch (cause) {
        throw unwritable(this.#options.folder, cause);
      }
      this.#isDoubtful = false;
    }
    return this.#opened.state;
  }

  #now(): Moment {
    const { clock, bootClock = systemBootClock } = this.#options;
    const age = movedOn(this.#opened.state.book.age, bootClock);
    return { age, wallMs: Math.max(0, Math.floor(clock.wallMs())) };
  }

  #draft(): Draft {
    return new Draft(this.#state(), this.#now());
  }

  #commit(change: Change): void {
    const { store, state } = this.#opened;
    try {
      store.commit(change);
    } catch (cause) {
      this.#isDoubtful = true;
      throw cause;
    }
    state.apply(change);
    try {
      writeBookCopy(bookCopyPath(this.#options.folder), change.book);
    } catch (error) {
      if (faultCode(error) === undefined) throw error;
      this.#unsaved += 1;
    }
    for (const entry of change.left) {
      const isDone = entry.reason ? this.#files.putAside(entry, entry.reason) : this.#files.removeClip(entry);
      if (!isDone) this.#unsaved += 1;
    }
    if (change.left.some(({ reason }) => reason)) trimQuarantine(this.#options.folder);
  }

  /** A disk or a reader that lets it not be done now leaves it for the next look at ages. */
  #sweep(): void {
    if (!this.#isUnswept) return;
    try {
      this.#isUnswept = !this.#opened.store.sweep();
    } catch (error) {
      if (faultCode(error) === undefined) throw error;
      this.#unsaved += 1;
    }
  }

  /** A change that takes space: a disk that says no is OUTBOX_UNWRITABLE. */
  #writing<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw unwritable(what, cause);
    }
  }

  /** A change that gives space back: on a full disk it may use the reserve. */
  #freeing<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (!isDiskFull(cause) || !this.#reserve.release()) throw unwritable("the outbox's records", cause);
      return this.#writing("the outbox's records", work);
    }
  }

  #read(entry: Entry): SealedClip | QuarantineReason {
    try {
      if (!this.#files.has(entry)) return "missing";
      return readClip(this.#files, entry, this.#options.expected) ?? "altered";
    } catch (error) {
      if (codeOf(error) !== undefined) return "altered";
      if (faultCode(error) === "EIO") return "unreadable";
      throw unwritable("a clip's file", error);
    }
  }

  /** A disk that cannot write it down leaves it for the next time; the clip is not sent either way. */
  #quarantine(entry: Entry, reason: QuarantineReason): void {
    try {
      this.#freeing(() => {
        const pending = this.#state().pending.get(entry.id);
        if (pending === undefined) return;
        const draft = this.#draft();
        draft.leave(pending, "quarantined", { reason });
        this.#commit(draft.change());
      });
    } catch (error) {
      if (codeOf(error) !== "OUTBOX_UNWRITABLE") throw error;
      this.#unsaved += 1;
    }
  }
}

/** Id of the key that signed a receipt, in hex; the caller has verified it. @throws SottoError ENVELOPE_INVALID */
function signerOf(receipt: Uint8Array): string {
  return toHex(parseEnvelope(receipt).header.signingKeyId);
}
