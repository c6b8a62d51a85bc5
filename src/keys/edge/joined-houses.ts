import { join } from "node:path";
import { publicKeyFromText } from "./key-text.js";
import { describeOwner, type OwnerPublicKey } from "./owner-keys.js";
import { readOwner } from "./pinned-owner.js";
import { addPublicKey, type PublicKeyFolder, publicKeysIn, removePublicKey } from "./public-key-folder.js";

/** Houses of others that one reader follows; one more is refused. */
export const MAX_JOINED_HOUSES = 16;

const housesOf = (ownerFolder: string): PublicKeyFolder => ({
  ...{ path: join(ownerFolder, "houses"), type: "x25519", most: MAX_JOINED_HOUSES },
});

/**
 * Reads in the house of this owner from now on, where a device seals to this reader too. The same again changes nothing.
 * @throws SottoError USAGE for one too many, KEY_INVALID, FILE_UNREADABLE
 */
export function joinHouse(ownerFolder: string, ownerText: string): OwnerPublicKey {
  addPublicKey(housesOf(ownerFolder), publicKeyFromText(ownerText, "x25519", "the owner's public key"));
  return readOwner(ownerText);
}

/** @throws SottoError FILE_UNREADABLE */
export function leaveHouse(ownerFolder: string, keyId: Uint8Array): void {
  removePublicKey(housesOf(ownerFolder), keyId);
}

/** @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function joinedHouses(ownerFolder: string): readonly OwnerPublicKey[] {
  return publicKeysIn(housesOf(ownerFolder)).map(describeOwner);
}
