import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import type { TrustedSigner } from "../../seal/ports.js";
import { publicKeyFromText } from "./key-text.js";
import { describeDevice } from "./owner-keys.js";
import { pinPublicKey, readPinnedKey } from "./pinned-key.js";
import { openPrivateFolder, removeDurably } from "./private-file.js";
import { addPublicKey, type PublicKeyFolder, publicKeysIn, removePublicKey } from "./public-key-folder.js";

/** So many keepers are believed at once: those of one store, and the old and the new key while one is rotated. */
export const MAX_KEEPERS = 4;

/** In the uplink's folder whose receipts are believed, in the owner's folder whose feed is. */
const KEEPER_FILE = "keeper.pub";

/** A keeper that is believed. */
export interface TrustedKeeper extends TrustedSigner {
  readonly fingerprint: string;
}

const further = (folder: string): PublicKeyFolder => ({
  ...{ path: join(folder, "keepers"), type: "ed25519", most: MAX_KEEPERS - 1 },
});

/** The keepers that a folder believes, none of them more than another. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function pinnedKeepers(folder: string): readonly TrustedKeeper[] {
  const first = readPinnedKey(join(folder, KEEPER_FILE), "ed25519");
  const others = publicKeysIn(further(folder)).map(describeKeeper);
  return first === undefined ? others : [describeKeeper(first), ...others];
}

/**
 * Believes this keeper from now on where none is believed yet. For the uplink's folder and for the owner's.
 * @throws SottoError KEY_EXISTS when only another is pinned, KEY_INVALID, FILE_UNREADABLE
 */
export function pinKeeper(folder: string, keeperPem: string): TrustedKeeper {
  openPrivateFolder(folder);
  const keeper = checkKeeper(keeperPem);
  if (!isPinned(folder, keeper)) {
    if (pinnedKeepers(folder).length > 0)
      throw new SottoError("KEY_EXISTS", `${folder} has another keeper pinned`);
    pinPublicKey(join(folder, KEEPER_FILE), keeperPem, "ed25519");
  }
  return keeper;
}

/** Believes this keeper beside those that are believed. @throws SottoError USAGE for a fifth, KEY_INVALID, FILE_UNREADABLE */
export function addKeeper(folder: string, keeperPem: string): TrustedKeeper {
  const keeper = checkKeeper(keeperPem);
  if (pinnedKeepers(folder).length === 0) return pinKeeper(folder, keeperPem);
  if (!isPinned(folder, keeper)) {
    checkRoomForKeeper(folder);
    addPublicKey(further(folder), publicKeyFromText(keeperPem, "ed25519", "the keeper's public key"));
  }
  return keeper;
}

/** A keeper's public key, believed or not. @throws SottoError KEY_INVALID */
export function checkKeeper(text: string): TrustedKeeper {
  return describeKeeper(publicKeyFromText(text, "ed25519", "the keeper's public key"));
}

/** @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function isPinned(folder: string, keeper: TrustedSigner): boolean {
  return pinnedKeepers(folder).some((one) => isSame(one, keeper));
}

/** @throws SottoError USAGE where so many are pinned that there is no room, KEY_INVALID, FILE_UNREADABLE */
export function checkRoomForKeeper(folder: string): void {
  if (pinnedKeepers(folder).length >= MAX_KEEPERS) {
    throw new SottoError(
      "USAGE",
      `${MAX_KEEPERS} keepers are pinned in ${folder} already: sotto keys revoke one first`,
    );
  }
}

/** Believes this keeper no more. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function unpinKeeper(folder: string, id: Uint8Array): void {
  const first = readPinnedKey(join(folder, KEEPER_FILE), "ed25519");
  if (first !== undefined && equalBytes(describeKeeper(first).signingKeyId, id)) {
    removeDurably(join(folder, KEEPER_FILE));
  }
  removePublicKey(further(folder), id);
}

export function describeKeeper(key: KeyObject): TrustedKeeper {
  const { deviceId, signingKeyId, verify, fingerprint } = describeDevice(key);
  return { deviceId, signingKeyId, verify, fingerprint };
}

function isSame(one: TrustedSigner, other: TrustedSigner): boolean {
  return equalBytes(one.signingKeyId, other.signingKeyId);
}
