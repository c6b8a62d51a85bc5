import type { SizeBucket } from "../seal/size-bucket.js";

/** What is known of a stored clip without the owner's key. */
export interface StoredClip {
  /** 32 hex digits. */
  readonly messageId: string;
  /** Wall time of arrival in milliseconds since 1970, for people; the order is that of arrival, not of this. */
  readonly arrivedAtMs: number;
  /** Length of the whole message, in bytes. */
  readonly bucket: SizeBucket;
}

export interface StoreBounds {
  readonly maxClips: number;
  readonly maxBytes: number;
}

export const DEFAULT_STORE_BOUNDS: StoreBounds = { maxClips: 2_000, maxBytes: 64_000_000 };

/** Ids that left the store are remembered so long, so that a late double does not come back. */
export const MAX_FORGOTTEN = 4_096;

export type PutResult =
  | { readonly kind: "stored"; readonly evicted: readonly string[] }
  | { readonly kind: "duplicate" };

/** Keeps sealed messages, and each message id once. */
export interface ClipStore {
  /**
   * Durable when it resolves. At the bounds the oldest clips go and are named.
   * @throws SottoError FILE_UNREADABLE when it can't be written
   */
  put(messageId: string, message: Uint8Array, arrivedAtMs: number): Promise<PutResult>;
  /** In the order of arrival. */
  list(): Promise<readonly StoredClip[]>;
  /** The sealed message. @throws SottoError CLIP_MISSING */
  get(messageId: string): Promise<Uint8Array>;
  /** Deletes a clip; its id stays known, so that it can't come back. @throws SottoError CLIP_MISSING */
  remove(messageId: string): Promise<void>;
  /**
   * Overwrites and deletes those of these clips that are here; what is not is no error. Their ids stay known.
   * @returns how many were here
   */
  erase(messageIds: readonly string[]): Promise<number>;
}
