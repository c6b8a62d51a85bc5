import type { KeyObject } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import { publicKeyFromText } from "./key-text.js";
import { describeOwner, type OwnerPublicKey } from "./owner-keys.js";
import { readPinnedKey } from "./pinned-key.js";
import { openPrivateFolder, replacePrivateFile, writeNewPrivateFile } from "./private-file.js";
import { addPublicKey, type PublicKeyFolder, publicKeysIn } from "./public-key-folder.js";

const OWNER_FILE = "owner.pub";

/** Owner's keys of before that a folder remembers: one rotation more is refused. */
export const MAX_FORMER_OWNERS = 16;

const former = (folder: string): PublicKeyFolder => ({
  ...{ path: join(folder, "former"), type: "x25519", most: MAX_FORMER_OWNERS },
});

/** The key that is sealed to first. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function pinnedOwner(folder: string): OwnerPublicKey | undefined {
  const key = readPinnedKey(join(folder, OWNER_FILE), "x25519");
  return key === undefined ? undefined : describeOwner(key);
}

/**
 * Those that were the owner's before, and are not again: what was sealed to them may still be on its way.
 * @throws SottoError KEY_INVALID, FILE_UNREADABLE
 */
export function formerOwners(folder: string): readonly OwnerPublicKey[] {
  const pinned = pinnedOwner(folder);
  return publicKeysIn(former(folder))
    .map(describeOwner)
    .filter(({ publicKey }) => pinned === undefined || !equalBytes(publicKey, pinned.publicKey));
}

/**
 * Pins the owner where none is pinned. The same again changes nothing.
 * @throws SottoError KEY_EXISTS when another is pinned, KEY_INVALID, FILE_UNREADABLE
 */
export function pinFirstOwner(folder: string, owner: OwnerPublicKey): void {
  openPrivateFolder(folder);
  if (writeNewPrivateFile(join(folder, OWNER_FILE), owner.pem)) return;
  const pinned = pinnedOwner(folder);
  if (pinned === undefined || !equalBytes(pinned.publicKey, owner.publicKey)) {
    throw new SottoError(
      "KEY_EXISTS",
      `${folder} has another owner's key pinned: sotto keys pin replaces it, by the button`,
    );
  }
}

/**
 * Makes this the owner, and remembers the one of before. A power cut leaves the one or the other, and both remembered.
 * @throws SottoError USAGE after too many rotations, KEY_INVALID, FILE_UNREADABLE
 */
export function replacePinnedOwner(folder: string, owner: OwnerPublicKey): void {
  const pinned = pinnedOwner(folder);
  if (pinned !== undefined && equalBytes(pinned.publicKey, owner.publicKey)) return;
  if (pinned !== undefined) rememberOwner(folder, pinned);
  openPrivateFolder(folder);
  replacePrivateFile(join(folder, OWNER_FILE), owner.pem);
}

/**
 * Whether there is room to remember this owner, before anybody is asked to take its place.
 * @throws SottoError USAGE after too many rotations, KEY_INVALID, FILE_UNREADABLE
 */
export function checkRoomForFormer(folder: string, owner: OwnerPublicKey): void {
  const { path, most } = former(folder);
  const others = publicKeysIn(former(folder))
    .map(describeOwner)
    .filter((one) => !isSame(one, owner));
  if (others.length < most) return;
  throw new SottoError(
    "USAGE",
    `${path} remembers ${most} owner's keys of before: delete the oldest one's file from \`former\` in the device's and in the uplink's folder, once no clip waits any more that was sealed to it (sotto history)`,
  );
}

/** @throws SottoError USAGE after too many rotations, KEY_INVALID, FILE_UNREADABLE */
export function rememberOwner(folder: string, owner: OwnerPublicKey): void {
  checkRoomForFormer(folder, owner);
  addPublicKey(former(folder), ownerKeyOf(owner.pem));
}

/** @throws SottoError KEY_INVALID */
export function readOwner(text: string): OwnerPublicKey {
  return describeOwner(ownerKeyOf(text));
}

function isSame(one: OwnerPublicKey, other: OwnerPublicKey): boolean {
  return equalBytes(one.publicKey, other.publicKey);
}

function ownerKeyOf(text: string): KeyObject {
  return publicKeyFromText(text, "x25519", "the owner's public key");
}
