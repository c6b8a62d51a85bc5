import { MAX_LISTED, type Selector } from "../link/messages.js";
import type { SealedClip } from "../seal/sealed-clip.js";

/** How a clip may leave the outbox; there is no other way. */
export const EXITS = ["receipted", "erased", "expired", "evicted", "quarantined"] as const;
export type Exit = (typeof EXITS)[number];

/** `accepted = receipted + erased + expired + evicted + quarantined + pending`, always; a clip is in exactly one. */
export type Ledger = Readonly<Record<"accepted" | Exit | "pending", number>>;

export type Acceptance =
  | { readonly kind: "accepted"; readonly evicted: readonly string[] }
  /** It is here, or was here and has left: the same message sent twice. */
  | { readonly kind: "known" };

export interface PendingClip {
  readonly id: string;
  readonly clip: SealedClip;
  /** What is left of the time that it may wait, by the outbox's own age. */
  readonly expiresInMs: number;
}

export interface PendingTombstone {
  readonly id: string;
  readonly request: string;
  /** The signed envelope. */
  readonly message: Uint8Array;
  /** Nothing that was accepted after it may be sent before it is confirmed. */
  readonly isBarrier: boolean;
}

/** What became of one clip or one erasure, for the owner. */
export interface HistoryEntry {
  readonly id: string;
  readonly kind: "clip" | "erasure";
  readonly acceptedAtMs: number;
  /** Clip: an exit, or pending. Erasure: pending, confirmed, or nothing: no clip was known that was meant. */
  readonly state: Exit | "pending" | "confirmed" | "nothing";
  /** Wall time of the last change of state. */
  readonly atMs: number;
  /** Size of the clip's message; 0 for an erasure. */
  readonly bytes: number;
  /** Why it was quarantined, in a word or code. */
  readonly reason: string | undefined;
  /** Id in hex of the keeper's key that signed the receipt, where there is one. */
  readonly signedBy: string | undefined;
  /** A clip that was receipted and then erased by a confirmed tombstone. */
  readonly isErasedAtKeeper: boolean;
}

/**
 * The durable outbox of the uplink. Every method that changes something returns after it is on disk and throws
 * OUTBOX_UNWRITABLE when it can't be; then nothing has changed.
 */
export interface Outbox {
  readonly ledger: Ledger;
  /** @throws SottoError ENVELOPE_TOO_LARGE for a clip that alone is over the bound, OUTBOX_UNWRITABLE */
  accept(clip: SealedClip): Acceptance;
  /**
   * At most `limit` clips, oldest first, none of `except` and none behind a barrier. Each was verified again as it
   * was read; one that lies damaged on the disk is quarantined and not returned.
   */
  waiting(limit: number, except: ReadonlySet<string>): readonly PendingClip[];
  /** The broker said no to this clip: counted, and quarantined at the third time. */
  refused(id: string, reasonCode: number): "waits" | "quarantined";
  /**
   * A keeper's verified receipt for a clip; the caller has checked whose it is and what for. The clip leaves as
   * receipted, or as erased where the keeper did not take it because a tombstone had named it.
   * @returns false when the clip was not pending any more
   */
  receipted(id: string, receipt: Uint8Array): boolean;
  resolve(selector: Selector): { readonly all: boolean; readonly ids: readonly string[] };
  /**
   * In one transaction: the named clips leave as erased, the tombstones are stored. Idempotent by request.
   * @throws SottoError ENVELOPE_INVALID, ENVELOPE_SIGNATURE_WRONG for anything but this device's own tombstones
   */
  erase(request: string, tombstones: readonly Uint8Array[]): void;
  tombstones(): readonly PendingTombstone[];
  /** A keeper's verified receipt for a tombstone. @returns the erasure's request when it was the last one of it */
  confirmed(tombstoneId: string, receipt: Uint8Array): string | undefined;
  /** What has waited too long leaves, and what left too long ago is forgotten. @returns ids of those that left */
  expire(): readonly string[];
  /** Newest first. */
  history(limit: number): readonly HistoryEntry[];
  close(): void;
}

/** What may wait: the sum of the messages, how many, and for how long a device that runs; and what is told of the rest. */
export interface OutboxBounds {
  readonly maxClips: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** What became of a clip or an erasure is forgotten so long after it left, by the outbox's own age. */
  readonly historyMs: number;
}

/** Clips and erasures that are remembered with what became of them; those that left go first. */
export const MAX_HISTORY = MAX_LISTED;
/** Ids that are still known when their history is gone, so that a late repetition is no new clip. */
export const MAX_REMEMBERED_IDS = 16_384;
/** Erasures wait for as long as it takes, but not so many that they fill the disk: about 8 KB each. */
export const MAX_TOMBSTONES = 1_000;
/** The broker may say no so often before a clip is put aside. */
export const MAX_REFUSALS = 3;

/** The outbox's own folder in the uplink's. */
export function outboxFolder(uplinkFolder: string): string {
  return `${uplinkFolder}/outbox`;
}
