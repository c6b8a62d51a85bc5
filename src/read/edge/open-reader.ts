import { join } from "node:path";
import type { Clock } from "../../domain/clock.js";
import {
  loadOwner,
  loadTrustedDevices,
  type OwnerPublicKey,
  type TrustedDevice,
} from "../../keys/edge/owner-keys.js";
import type { StoreBounds } from "../clip-store.js";
import { Reader, type Reception } from "../reader.js";
import { FileClipStore } from "./file-clip-store.js";

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

/** The reader of one owner's folder. @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE */
export async function openReader(options: OpenReaderOptions): Promise<OpenedReader> {
  const { folder, clock, bounds, observe } = options;
  const owner = await loadOwner(folder);
  const trusted = loadTrustedDevices(folder);
  const store = new FileClipStore(join(folder, "clips"), bounds);
  const reader = new Reader({
    store,
    trusted,
    opener: owner.opener,
    clock,
    ...(observe === undefined ? {} : { observe }),
  });
  return { reader, owner: owner.public, trusted };
}
