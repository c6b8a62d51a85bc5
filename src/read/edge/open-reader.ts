import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import { joinedHouses } from "../../keys/edge/joined-houses.js";
import {
  loadOwner,
  loadTrustedDevices,
  type OwnerPublicKey,
  type TrustedDevice,
} from "../../keys/edge/owner-keys.js";
import { pinnedKeepers } from "../../keys/edge/pinned-keepers.js";
import { equalBytes, toHex } from "../../seal/canonical-cbor.js";
import type { TrustedSigner } from "../../seal/ports.js";
import type { StoreBounds } from "../clip-store.js";
import { FeedCursor } from "../feed-cursor.js";
import type { FeedMemory } from "../feed-memory.js";
import { Reader, type Reception } from "../reader.js";
import { FileClipStore } from "./file-clip-store.js";
import { FileFeedMemory } from "./file-feed-memory.js";
import { lockReader, type ReaderLock } from "./reader-lock.js";

export interface OpenReaderOptions {
  /** The owner's folder: key, trusted devices, and clips below it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly bounds?: StoreBounds;
  readonly observe?: (reception: Reception) => void;
}

export interface OpenedReader {
  readonly reader: Reader;
  readonly owner: OwnerPublicKey;
  readonly trusted: readonly TrustedDevice[];
}

/** The feed of one owner's key: an own one, or that of a house that was joined. */
export interface FollowedFeed {
  readonly ownerKeyId: Uint8Array;
  readonly cursor: FeedCursor;
}

/** A reader that may receive: the only one on its folder. */
export interface OpenedReceiver extends OpenedReader {
  /** Whose feed is believed, as of now. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
  readonly keepers: () => readonly TrustedSigner[];
  /** What is followed, today's own key first. */
  readonly feeds: readonly FollowedFeed[];
  readonly memory: FeedMemory;
  readonly lock: ReaderLock;
  /**
   * Looks again who is trusted; where that has changed, the feeds begin anew, since what another device said went by
   * refused. While the folder can't be read, those who were trusted stay so.
   * @returns whether it begins anew
   */
  followTrust(): boolean;
}

/**
 * The reader of one owner's folder, to list and to open; another process may receive into it meanwhile.
 * @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE
 */
export async function openReader(options: OpenReaderOptions): Promise<OpenedReader> {
  const { reader, owner, trusted } = await open(options);
  return { reader, owner, trusted };
}

/**
 * The same, to receive into it.
 * @throws SottoError KEY_MISSING also when no keeper is pinned, KEY_INVALID, FILE_UNREADABLE, ALREADY_RUNNING when
 * another process receives into this folder
 */
export async function openReceiver(options: OpenReaderOptions): Promise<OpenedReceiver> {
  const { folder } = options;
  if (pinnedKeepers(folder).length === 0) {
    throw new SottoError("KEY_MISSING", `no keeper is pinned in ${folder}: sotto keys pin-keeper keeper.pub`);
  }
  // Before anything is read: what is read must not change by another hand.
  const lock = lockReader(join(folder, CLIPS_FOLDER));
  try {
    const { store, memory, followed, ...opened } = await open(options);
    store.sweep();
    const feeds = followed.map((ownerKeyId) => ({
      ownerKeyId,
      cursor: new FeedCursor(memory.cursorOf(toHex(ownerKeyId)), opened.owner.keyId, random),
    }));
    const followTrust = () => {
      const trusted = trustedNow(folder);
      if (trusted === undefined || !memory.trusts(trusted)) return false;
      opened.reader.trust(trusted);
      for (const { cursor } of feeds) cursor.restart();
      return true;
    };
    return { ...opened, keepers: () => pinnedKeepers(folder), feeds, memory, lock, followTrust };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const CLIPS_FOLDER = "clips";
const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));

function trustedNow(folder: string): readonly TrustedDevice[] | undefined {
  try {
    return loadTrustedDevices(folder);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

async function open({ folder, clock, bounds, observe }: OpenReaderOptions) {
  const owner = await loadOwner(folder);
  const trusted = loadTrustedDevices(folder);
  const store = new FileClipStore(join(folder, CLIPS_FOLDER), bounds);
  const own = [owner.public, ...owner.former].map(({ keyId }) => keyId);
  const memory = new FileFeedMemory(join(folder, CLIPS_FOLDER), trusted, own);
  const followed = distinct([...own, ...joinedHouses(folder).map(({ keyId }) => keyId)]);
  const reader = new Reader({
    ...{ store, memory, trusted, clock, openers: owner.openers },
    isFollowed: (ownerKeyId) => followed.some((each) => equalBytes(each, ownerKeyId)),
    ...(observe === undefined ? {} : { observe }),
  });
  return { reader, owner: owner.public, trusted, store, memory, followed };
}

function distinct(ids: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(ids.map((id) => [toHex(id), id])).values()];
}
