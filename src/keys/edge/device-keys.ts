import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import { createSealer } from "../../seal/edge/hpke.js";
import type { RandomBytes, Signer } from "../../seal/ports.js";
import type { SealingKeys } from "../../seal/sealed-clip.js";
import { MAX_RECIPIENTS } from "../../seal/wrapped-body.js";
import { publicKeyFromText } from "./key-text.js";
import { describeOwner, type OwnerPublicKey } from "./owner-keys.js";
import { formerOwners, pinFirstOwner, pinnedOwner, readOwner } from "./pinned-owner.js";
import { readPrivateFile } from "./private-file.js";
import { addPublicKey, type PublicKeyFolder, publicKeysIn, removePublicKey } from "./public-key-folder.js";
import { MAX_KEY_FILE_BYTES } from "./raw-keys.js";
import { createSigningKey, loadSigningKey, type SigningIdentity } from "./signing-key.js";

/** The reader's private key; finding it on a device stops everything. */
const FORBIDDEN_FILE = "owner.key";
/** Beside the owner. */
export const MAX_FURTHER_READERS = MAX_RECIPIENTS - 1;

const readersOf = (folder: string): PublicKeyFolder => ({
  ...{ path: join(folder, "readers"), type: "x25519", most: MAX_FURTHER_READERS },
});

/** Whom a device seals to. */
export interface PinnedRecipients {
  /** Absent until pinned, and then nothing can be sealed. */
  readonly owner: OwnerPublicKey | undefined;
  /** Further readers, at most seven. */
  readonly readers: readonly OwnerPublicKey[];
}

/** All that sealing needs. */
export interface SealingDevice extends PinnedRecipients {
  readonly identity: SigningIdentity;
  readonly signer: Signer;
}

export interface DeviceKeys extends SealingDevice {
  /** The owner's keys of before: nothing is sealed to them any more. */
  readonly former: readonly OwnerPublicKey[];
}

/** Makes the device's signing key. @throws SottoError KEY_EXISTS, KEY_INVALID, FILE_UNREADABLE */
export function createDevice(folder: string): SigningIdentity {
  return createSigningKey(folder, "device");
}

/**
 * Pins the first owner's public key: from now on this device seals to it. Pinning the same key again
 * changes nothing, but that it is no further reader's beside it.
 * @returns the pinned key, whose fingerprint is to be compared with the reader's
 * @throws SottoError KEY_EXISTS when another key is pinned, KEY_INVALID, FILE_UNREADABLE
 */
export function pinOwner(deviceFolder: string, ownerPem: string): OwnerPublicKey {
  const owner = readOwner(ownerPem);
  pinFirstOwner(deviceFolder, owner);
  removeReader(deviceFolder, owner.keyId);
  return owner;
}

/**
 * Whether this reader can be added, before anybody is asked.
 * @throws SottoError KEY_MISSING without an owner, KEY_EXISTS for the owner's own key, USAGE for an eighth reader,
 * KEY_INVALID, FILE_UNREADABLE
 */
export function checkReader(deviceFolder: string, reader: OwnerPublicKey): "known" | "new" {
  const { owner, readers } = readRecipients(deviceFolder);
  if (owner === undefined) throw noOwner();
  if (equalBytes(owner.publicKey, reader.publicKey)) {
    throw new SottoError("KEY_EXISTS", "this is the owner's own key, which reads already");
  }
  if (readers.some(({ publicKey }) => equalBytes(publicKey, reader.publicKey))) return "known";
  if (readers.length >= MAX_FURTHER_READERS) {
    throw new SottoError(
      "USAGE",
      `${MAX_FURTHER_READERS} further readers are pinned: sotto keys revoke one first`,
    );
  }
  return "new";
}

/**
 * Seals to this reader too from the next clip on; whoever asks for it has the consent of the button. The same again
 * changes nothing.
 * @throws SottoError as checkReader
 */
export function addReader(deviceFolder: string, reader: OwnerPublicKey): void {
  if (checkReader(deviceFolder, reader) === "known") return;
  addPublicKey(readersOf(deviceFolder), publicKeyFromText(reader.pem, "x25519", "the reader's public key"));
}

/** Seals to this reader no more, from the next clip on. @throws SottoError FILE_UNREADABLE */
export function removeReader(deviceFolder: string, keyId: Uint8Array): void {
  removePublicKey(readersOf(deviceFolder), keyId);
}

/** Whom the device seals to as of now. @throws SottoError KEY_INVALID, KEY_MISSING, FILE_UNREADABLE */
export function readRecipients(folder: string): PinnedRecipients {
  return {
    owner: pinnedOwner(folder),
    readers: publicKeysIn(readersOf(folder)).map(describeOwner),
  };
}

/** @throws SottoError KEY_MISSING, KEY_INVALID (also when a private owner's key lies here), FILE_UNREADABLE */
export function loadDevice(folder: string): DeviceKeys {
  return { ...loadSealingDevice(folder), former: formerOwners(folder) };
}

/**
 * The same without the owner's keys of before: a damaged one among them stops nothing that is said now.
 * @throws SottoError as loadDevice
 */
export function loadSealingDevice(folder: string): SealingDevice {
  const key = loadSigningKey(folder, "device");
  if (readPrivateFile(join(folder, FORBIDDEN_FILE), MAX_KEY_FILE_BYTES) !== undefined) {
    throw new SottoError(
      "KEY_INVALID",
      `${folder} holds the owner's private key, which belongs to the reader alone`,
    );
  }
  return { ...key, ...readRecipients(folder) };
}

/**
 * Everything SealedClip.seal needs.
 * @throws SottoError KEY_MISSING when no owner is pinned
 */
export async function sealingKeys({
  signer,
  ...recipients
}: PinnedRecipients & Pick<DeviceKeys, "signer">): Promise<SealingKeys> {
  const owner = ownerOf(recipients);
  // A key that was made the owner's after it was a reader's is sealed to once.
  const others = recipients.readers.filter(({ publicKey }) => !equalBytes(publicKey, owner.publicKey));
  return { sealer: await createSealer([owner, ...others]), signer, random };
}

/** @throws SottoError KEY_MISSING */
export function ownerOf({ owner }: PinnedRecipients): OwnerPublicKey {
  if (owner === undefined) throw noOwner();
  return owner;
}

export const random: RandomBytes = (length) => Uint8Array.from(randomBytes(length));

function noOwner(): SottoError {
  return new SottoError("KEY_MISSING", "no owner's public key is pinned on this device");
}
