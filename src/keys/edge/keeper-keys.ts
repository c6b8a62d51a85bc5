import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import type { Signer } from "../../seal/ports.js";
import { refuseForeignKeys } from "./foreign-keys.js";
import { describeDevice, describeOwner, type TrustedDevice } from "./owner-keys.js";
import { pinPublicKey, readPinnedKey } from "./pinned-key.js";
import { openPrivateFolder, systemCode } from "./private-file.js";
import { publicKeyFromPem } from "./raw-keys.js";
import { createSigningKey, loadSigningKey, type SigningIdentity, signingKeyPath } from "./signing-key.js";

/** One keeper keeps for at most so many devices. */
export const MAX_KEPT_DEVICES = 4_096;

const DEVICES_FOLDER = "devices";

/** A device whose clips are kept, and the one owner it seals to. */
export interface KeptDevice extends TrustedDevice {
  readonly ownerKeyId: Uint8Array;
}

export interface KeeperKeys {
  readonly identity: SigningIdentity;
  /** Signs receipts and the feed. It opens nothing: no key that does ever lies here. */
  readonly signer: Signer;
  readonly devices: readonly KeptDevice[];
}

/** Makes the keeper's signing key. @throws SottoError KEY_EXISTS, KEY_INVALID, FILE_UNREADABLE */
export function createKeeper(folder: string): SigningIdentity {
  return createSigningKey(folder, "keeper");
}

/**
 * Keeps the clips of a device for its owner from now on. Doing it twice changes nothing.
 * @throws SottoError KEY_EXISTS when the device is kept for another owner, KEY_INVALID, FILE_UNREADABLE; USAGE when
 * too many are kept already
 */
export function admitDevice(
  keeperFolder: string,
  { devicePem, ownerPem }: { readonly devicePem: string; readonly ownerPem: string },
): KeptDevice {
  const device = describeDevice(
    publicKeyFromPem(Buffer.from(devicePem), "ed25519", "the device's public key"),
  );
  const folder = join(keeperFolder, DEVICES_FOLDER);
  openPrivateFolder(keeperFolder);
  openPrivateFolder(folder);
  const others = namesOf(folder).filter((name) => name !== device.name);
  if (others.length >= MAX_KEPT_DEVICES) {
    throw new SottoError("USAGE", `${MAX_KEPT_DEVICES} devices are kept already; remove one from ${folder}`);
  }
  // The owner first: a device without one would stop the keeper at its next start.
  const owner = describeOwner(pinPublicKey(ownerFile(folder, device.name), ownerPem, "x25519"));
  pinPublicKey(deviceFile(folder, device.name), devicePem, "ed25519");
  return { ...device, ownerKeyId: owner.keyId };
}

/** @throws SottoError KEY_MISSING, KEY_INVALID (also when a private key lies here that opens), FILE_UNREADABLE */
export function loadKeeper(folder: string): KeeperKeys {
  const key = loadSigningKey(folder, "keeper");
  refuseForeignKeys(folder, [basename(signingKeyPath(folder, "keeper"))]);
  refuseForeignKeys(join(folder, DEVICES_FOLDER), []);
  return { ...key, devices: loadKeptDevices(folder) };
}

function loadKeptDevices(keeperFolder: string): readonly KeptDevice[] {
  const folder = join(keeperFolder, DEVICES_FOLDER);
  return namesOf(folder).map((name) => {
    const path = deviceFile(folder, name);
    const key = readPinnedKey(path, "ed25519");
    const owner = readPinnedKey(ownerFile(folder, name), "x25519");
    if (key === undefined) throw new SottoError("KEY_MISSING", path);
    if (owner === undefined) throw new SottoError("KEY_MISSING", ownerFile(folder, name));
    const device = describeDevice(key);
    if (device.name !== name) throw new SottoError("KEY_INVALID", `${path} is another device's key`);
    return { ...device, ownerKeyId: describeOwner(owner).keyId };
  });
}

const deviceFile = (folder: string, name: string): string => join(folder, `${name}.pub`);
const ownerFile = (folder: string, name: string): string => join(folder, `${name}.owner`);

/** Names of the devices, without the ending of their files. */
function namesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".pub"))
      .map((name) => name.slice(0, -".pub".length))
      .sort();
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}
