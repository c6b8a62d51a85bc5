import { EXITS, type HistoryEntry } from "./outbox.js";

export const ENTRY_STATES = [...EXITS, "pending", "confirmed"] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** Why a clip was put aside: the broker said no too often, or its bytes on the disk are gone, altered or unreadable. */
export const QUARANTINE_REASONS = ["refused", "missing", "altered", "unreadable"] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** One clip or one erasure, as it is kept on the disk. */
export interface Entry {
  /** Order of acceptance, from 1; never given twice. */
  readonly seq: number;
  /** Message id of a clip, request of an erasure; 32 hex digits. */
  readonly id: string;
  readonly kind: "clip" | "erasure";
  readonly state: EntryState;
  readonly bytes: number;
  /** Wall time, for people. */
  readonly acceptedAtMs: number;
  /** The outbox's own age at that moment, for expiry. */
  readonly acceptedAgeMs: number;
  readonly atMs: number;
  readonly refusals: number;
  /** The broker's last word when it refused; 0 before. */
  readonly refusedWith: number;
  readonly reason: QuarantineReason | undefined;
  /** Key id of the keeper, 32 hex digits. */
  readonly signedBy: string | undefined;
  /** Request of the erasure that named this clip. */
  readonly erasedBy: string | undefined;
  readonly isErasedAtKeeper: boolean;
  /** The outbox's own age when it left or was confirmed; undefined while it waits. */
  readonly leftAgeMs: number | undefined;
}

export interface NewEntry {
  readonly seq: number;
  readonly id: string;
  readonly kind: Entry["kind"];
  readonly bytes: number;
  readonly wallMs: number;
  readonly ageMs: number;
}

export function newEntry({ seq, id, kind, bytes, wallMs, ageMs }: NewEntry): Entry {
  return {
    seq,
    id,
    kind,
    state: "pending",
    bytes,
    acceptedAtMs: wallMs,
    acceptedAgeMs: ageMs,
    atMs: wallMs,
    refusals: 0,
    refusedWith: 0,
    reason: undefined,
    signedBy: undefined,
    erasedBy: undefined,
    isErasedAtKeeper: false,
    leftAgeMs: undefined,
  };
}

export function toHistory(entry: Entry): HistoryEntry {
  const { id, kind, acceptedAtMs, atMs, bytes, signedBy, isErasedAtKeeper } = entry;
  const reason = entry.reason === "refused" ? `refused with ${entry.refusedWith}` : entry.reason;
  // Over without a keeper's word: there was nothing to sign.
  const isNothing = kind === "erasure" && entry.state === "confirmed" && signedBy === undefined;
  const state = isNothing ? "nothing" : entry.state;
  return { id, kind, acceptedAtMs, state, atMs, bytes, reason, signedBy, isErasedAtKeeper };
}

/** An erasure that is confirmed, or a clip that has left: the only ones that may be forgotten. */
export function isSettled(entry: Entry): boolean {
  return entry.state !== "pending";
}
