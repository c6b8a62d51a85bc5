import type { Tombstone } from "../seal/notices.js";

/** A message to be kept; its form, signature and addressee were checked. */
export interface Arrival {
  /** 16 bytes. Unique for one device: two devices can't take an id from each other. */
  readonly messageId: Uint8Array;
  readonly deviceId: Uint8Array;
  readonly ownerKeyId: Uint8Array;
  readonly message: Uint8Array;
  /** Wall time in milliseconds since 1970, by the keeper's own clock. */
  readonly atMs: number;
}

export type Storing =
  | "stored"
  /** Here, or was here until its time was over: the same message again. */
  | "known"
  /** A tombstone named it, before or after it came. */
  | "erased"
  /** This device has used up its room. */
  | "full";

export type Obeying =
  | { readonly kind: "obeyed"; readonly deleted: number }
  /** Obeyed before; obeyed once only. */
  | { readonly kind: "known" };

/** One thing in an owner's feed. */
export interface FeedEntry {
  readonly seq: number;
  readonly message: Uint8Array;
}

export interface KeepTotals {
  readonly clips: number;
  readonly bytes: number;
}

export interface KeepBounds {
  /** Of one device, clips and tombstones together. */
  readonly maxBytesPerDevice: number;
}

/** Ids that are remembered of one device's past; beyond them the oldest are forgotten and counted. */
export const MAX_PAST_IDS = 1_000_000;
/** Tombstones that one device's feed holds; beyond them the oldest leave it and are counted. */
export const MAX_TOMBSTONES = 10_000;

/**
 * What a keeper holds. Every method that changes something returns after it is on disk, and throws STORE_UNWRITABLE
 * when it can't be; then nothing has changed. Each throws STORE_DAMAGED for a store that contradicts itself.
 */
export interface ClipKeep {
  /** Random, 16 bytes, made with the store: another store counts anew. */
  readonly epoch: Uint8Array;
  readonly totals: KeepTotals;
  /** What the bounds of memory have pushed out since the start. */
  readonly forgotten: number;
  store(clip: Arrival): Storing;
  /**
   * Deletes what it names and remembers the ids in one transaction; when it returns, the deleted bytes are in none of
   * the store's files.
   */
  obey(tombstone: Arrival, target: Tombstone): Obeying;
  /** The first entry of this owner after a number; its bytes alone are held in memory. */
  next(ownerKeyId: Uint8Array, after: number): FeedEntry | undefined;
  /** The highest number that this owner's feed has ever given; 0 before the first. */
  head(ownerKeyId: Uint8Array): number;
  /** Deletes clips that were stored before. @returns how many */
  retire(beforeMs: number): number;
  close(): void;
}
