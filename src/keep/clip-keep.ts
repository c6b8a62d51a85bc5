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
  /** MAX_PAST_IDS by default. */
  readonly maxPastIds?: number | undefined;
  /** MAX_TOMBSTONES by default. */
  readonly maxTombstones?: number | undefined;
}

/** Ids that are remembered of one device's past; beyond them the oldest are forgotten and counted. */
export const MAX_PAST_IDS = 1_000_000;
/** Tombstones that one device's feed holds; beyond them the oldest leave it and are counted. */
export const MAX_TOMBSTONES = 10_000;

/**
 * What a keeper holds, alone or with other keepers. What changes something resolves after it is on disk, and rejects
 * with STORE_UNWRITABLE when it can't be: then nothing has changed. It rejects with STORE_UNREACHABLE where the store
 * is another machine's and the answer is missing: then nobody knows, and the same may be asked again. Everything
 * rejects with STORE_DAMAGED for a store that contradicts itself. Calls may overlap.
 */
export interface ClipKeep {
  /** Random, 16 bytes, made with the store: another store counts anew. */
  readonly epoch: Uint8Array;
  /** What the bounds of memory have pushed out since the start. */
  readonly forgotten: number;
  totals(): Promise<KeepTotals>;
  /** Writes something that changes nothing: what is full or for reading alone is noticed before anything depends on it. */
  check(): Promise<void>;
  store(clip: Arrival): Promise<Storing>;
  /**
   * Deletes what it names and remembers each id in the same transaction: when it resolves, no reader is given them and
   * no redelivery brings them back. A tombstone that means all may take several; one that rejects is obeyed again.
   * What the store's files still hold then is each store's own promise.
   */
  obey(tombstone: Arrival, target: Tombstone): Promise<Obeying>;
  /**
   * The first entry of this owner after a number; its bytes alone are held in memory. Numbers become visible in their
   * order, so that whoever has seen one lacks none below it.
   */
  next(ownerKeyId: Uint8Array, after: number): Promise<FeedEntry | undefined>;
  /** The highest number that this owner's feed has ever given; 0 before the first. */
  head(ownerKeyId: Uint8Array): Promise<number>;
  /** Deletes clips that were stored before. @returns how many */
  retire(beforeMs: number): Promise<number>;
  close(): Promise<void>;
}
