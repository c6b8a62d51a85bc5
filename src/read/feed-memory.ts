import type { TrustedSigner } from "../seal/ports.js";
import type { CursorState } from "./feed-cursor.js";

/** Tombstones that are remembered as obeyed; a keeper's feed holds no more of one device. */
export const MAX_OBEYED = 10_000;
/** Ids that are remembered as erased, whether their clip ever came or not. */
export const MAX_ERASED = 20_000;

/** A clip's id counts for its own device alone: none can erase another's. Both in hex. */
export interface ErasedClip {
  readonly deviceId: string;
  readonly messageId: string;
}

/** What a reader has to remember of its feeds. Durable when a method returns. */
export interface FeedMemory {
  /**
   * Of the feed of one owner's key. Counts only for the devices that were trusted and the keys that opened when it was
   * saved: for others the feed begins anew.
   * @param owner id of the key in hex
   */
  cursorOf(owner: string): CursorState;
  /** @throws SottoError FILE_UNREADABLE when it can't be written */
  saveCursor(owner: string, state: CursorState): void;
  /**
   * Says who is trusted from now on.
   * @returns whether that is a change, so that what was refused has to come again
   */
  trusts(devices: readonly TrustedSigner[]): boolean;
  hasObeyed(tombstoneId: string): boolean;
  isErased(clip: ErasedClip): boolean;
  /** A tombstone was obeyed, and these ids must never come. @throws SottoError FILE_UNREADABLE */
  obeyed(tombstoneId: string, erased: readonly ErasedClip[]): void;
}
