import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import {
  loadOwner,
  loadTrustedDevices,
  type OwnerPublicKey,
  type TrustedDevice,
} from "../../keys/edge/owner-keys.js";
import { pinnedKeeper } from "../../keys/edge/uplink-keys.js";
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

/** A reader that may receive: the only one on its folder. */
export interface OpenedReceiver extends OpenedReader {
  /** Whose feed is believed. */
  readonly keeper: TrustedSigner;
  readonly cursor: FeedCursor;
  readonly memory: FeedMemory;
  readonly lock: ReaderLock;
  /**
   * Looks again who is trusted; where that has changed, the feed begins anew, since what another device said went by
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
  const keeper = pinnedKeeper(folder);
  if (keeper === undefined) {
    throw new SottoError("KEY_MISSING", `no keeper is pinned in ${folder}: sotto keys pin-keeper keeper.pub`);
  }
  // Before anything is read: what is read must not change by another hand.
  const lock = lockReader(join(folder, CLIPS_FOLDER));
  try {
    const { store, memory, ...opened } = await open(options);
    store.sweep();
    const cursor = new FeedCursor(memory.cursor, (length) => Uint8Array.from(randomBytes(length)));
    const followTrust = () => {
      const trusted = trustedNow(folder);
      if (trusted === undefined || !memory.trusts(trusted)) return false;
      opened.reader.trust(trusted);
      cursor.restart();
      return true;
    };
    return { ...opened, keeper, cursor, memory, lock, followTrust };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const CLIPS_FOLDER = "clips";

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
  const memory = new FileFeedMemory(join(folder, CLIPS_FOLDER), trusted);
  const reader = new Reader({
    ...{ store, memory, trusted, clock },
    opener: owner.opener,
    ...(observe === undefined ? {} : { observe }),
  });
  return { reader, owner: owner.public, trusted, store, memory };
}
