import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import { createSealer } from "../../seal/edge/hpke.js";
import type { Signer } from "../../seal/ports.js";
import type { SealingKeys } from "../../seal/sealed-clip.js";
import { describeOwner, MAX_KEY_FILE_BYTES, type OwnerPublicKey } from "./owner-keys.js";
import { openPrivateFolder, readPrivateFile, writeNewPrivateFile } from "./private-file.js";
import { publicKeyFromPem } from "./raw-keys.js";
import { createSigningKey, loadSigningKey, type SigningIdentity } from "./signing-key.js";

const OWNER_FILE = "owner.pub";
/** The reader's private key; finding it on a device stops everything. */
const FORBIDDEN_FILE = "owner.key";

export interface DeviceKeys {
  readonly identity: SigningIdentity;
  readonly signer: Signer;
  /** The owner's pinned public key; absent until pinned, and then nothing can be sealed. */
  readonly owner: OwnerPublicKey | undefined;
}

/** Makes the device's signing key. @throws SottoError KEY_EXISTS, KEY_INVALID, FILE_UNREADABLE */
export function createDevice(folder: string): SigningIdentity {
  return createSigningKey(folder, "device");
}

/**
 * Pins the owner's public key: from now on this device seals to it and to no other. Pinning the same key again
 * changes nothing.
 * @returns the pinned key, whose fingerprint is to be compared with the reader's
 * @throws SottoError KEY_EXISTS when another key is pinned, KEY_INVALID, FILE_UNREADABLE
 */
export function pinOwner(deviceFolder: string, ownerPem: string): OwnerPublicKey {
  const owner = describeOwner(publicKeyFromPem(Buffer.from(ownerPem), "x25519", "the owner's public key"));
  openPrivateFolder(deviceFolder);
  if (writeNewPrivateFile(join(deviceFolder, OWNER_FILE), owner.pem)) return owner;
  const pinned = readPinnedOwner(deviceFolder);
  if (pinned === undefined || !equalBytes(pinned.publicKey, owner.publicKey)) {
    throw new SottoError("KEY_EXISTS", `${deviceFolder} has another owner's key pinned`);
  }
  return pinned;
}

/** @throws SottoError KEY_MISSING, KEY_INVALID (also when a private owner's key lies here), FILE_UNREADABLE */
export function loadDevice(folder: string): DeviceKeys {
  const key = loadSigningKey(folder, "device");
  if (readPrivateFile(join(folder, FORBIDDEN_FILE), MAX_KEY_FILE_BYTES) !== undefined) {
    throw new SottoError(
      "KEY_INVALID",
      `${folder} holds the owner's private key, which belongs to the reader alone`,
    );
  }
  return { ...key, owner: readPinnedOwner(folder) };
}

/**
 * Everything SealedClip.seal needs.
 * @throws SottoError KEY_MISSING when no owner is pinned
 */
export async function sealingKeys(device: DeviceKeys): Promise<SealingKeys> {
  if (device.owner === undefined)
    throw new SottoError("KEY_MISSING", "no owner's public key is pinned on this device");
  return {
    sealer: await createSealer(device.owner.publicKey, device.owner.keyId),
    signer: device.signer,
    random: (length) => Uint8Array.from(randomBytes(length)),
  };
}

function readPinnedOwner(folder: string): OwnerPublicKey | undefined {
  const path = join(folder, OWNER_FILE);
  const pem = readPrivateFile(path, MAX_KEY_FILE_BYTES);
  return pem === undefined ? undefined : describeOwner(publicKeyFromPem(pem, "x25519", path));
}
