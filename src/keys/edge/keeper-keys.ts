import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { equalBytes, toHex } from "../../seal/canonical-cbor.js";
import type { Signer } from "../../seal/ports.js";
import { refuseForeignKeys } from "./foreign-keys.js";
import { publicKeyFromText } from "./key-text.js";
import { describeDevice, describeOwner, type OwnerPublicKey, type TrustedDevice } from "./owner-keys.js";
import { pinPublicKey, readPinnedKey } from "./pinned-key.js";
import { MAX_FORMER_OWNERS, readOwner } from "./pinned-owner.js";
import { openPrivateFolder, replacePrivateFile, sweepTemporaries, systemCode } from "./private-file.js";
import { createSigningKey, loadSigningKey, type SigningIdentity, signingKeyPath } from "./signing-key.js";

/** One keeper keeps for at most so many devices. */
export const MAX_KEPT_DEVICES = 4_096;

const DEVICES_FOLDER = "devices";
/** Ending of the files of a device's owners of before. */
const FORMER = ".former";

/** A device whose clips are kept, and the owner it seals to. */
export interface KeptDevice extends TrustedDevice {
  /** Ids of the owner's keys: today's, and those of before, whose clips may still come. 16 bytes each. */
  readonly ownerKeyIds: readonly Uint8Array[];
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
 * Keeps the clips of a device for its owner from now on. Doing it twice changes nothing; with another owner's key, that
 * one is today's, and what comes for those of before is kept for them, so that nothing that waits is lost.
 * @throws SottoError KEY_INVALID, FILE_UNREADABLE; USAGE when too many are kept already
 */
export function admitDevice(
  keeperFolder: string,
  { devicePem, ownerPem }: { readonly devicePem: string; readonly ownerPem: string },
): KeptDevice {
  const device = describeDevice(publicKeyFromText(devicePem, "ed25519", "the device's public key"));
  const folder = join(keeperFolder, DEVICES_FOLDER);
  openPrivateFolder(keeperFolder);
  openPrivateFolder(folder);
  const others = namesOf(folder).filter((name) => name !== device.name);
  if (others.length >= MAX_KEPT_DEVICES) {
    throw new SottoError("USAGE", `${MAX_KEPT_DEVICES} devices are kept already; remove one from ${folder}`);
  }
  // The owner first: a device without one would stop the keeper at its next start.
  admitOwner(folder, device.name, readOwner(ownerPem));
  pinPublicKey(deviceFile(folder, device.name), devicePem, "ed25519");
  return { ...device, ownerKeyIds: ownerKeyIdsOf(folder, device.name) };
}

/** Today's owner is in a file of its own, so that a power cut leaves the one or the other, and both admitted. */
function admitOwner(folder: string, name: string, owner: OwnerPublicKey): void {
  const before = readPinnedKey(ownerFile(folder, name), "x25519");
  const isSame = before !== undefined && equalBytes(describeOwner(before).publicKey, owner.publicKey);
  if (isSame) return;
  if (before !== undefined) {
    if (formerNames(folder, name).length >= MAX_FORMER_OWNERS) {
      throw new SottoError(
        "USAGE",
        `${MAX_FORMER_OWNERS} owners of before are admitted; remove one of ${name} from ${folder}`,
      );
    }
    const { keyId, pem } = describeOwner(before);
    replacePrivateFile(join(folder, `${name}.${toHex(keyId)}${FORMER}`), pem);
  }
  replacePrivateFile(ownerFile(folder, name), owner.pem);
}

function ownerKeyIdsOf(folder: string, name: string): readonly Uint8Array[] {
  const owner = readPinnedKey(ownerFile(folder, name), "x25519");
  if (owner === undefined) throw new SottoError("KEY_MISSING", ownerFile(folder, name));
  const former = formerNames(folder, name).map((file) => {
    const key = readPinnedKey(join(folder, file), "x25519");
    if (key === undefined) throw new SottoError("KEY_MISSING", join(folder, file));
    return key;
  });
  return [owner, ...former].map((key) => describeOwner(key).keyId);
}

function formerNames(folder: string, name: string): readonly string[] {
  return filesOf(folder).filter((file) => file.startsWith(`${name}.`) && file.endsWith(FORMER));
}

/** @throws SottoError KEY_MISSING, KEY_INVALID (also when a private key lies here that opens), FILE_UNREADABLE */
export function loadKeeper(folder: string): KeeperKeys {
  const key = loadSigningKey(folder, "keeper");
  // Its own key, half-exchanged when the power went, is no foreign one.
  sweepTemporaries(folder);
  refuseForeignKeys(folder, [basename(signingKeyPath(folder, "keeper"))]);
  refuseForeignKeys(join(folder, DEVICES_FOLDER), []);
  return { ...key, devices: loadKeptDevices(folder) };
}

function loadKeptDevices(keeperFolder: string): readonly KeptDevice[] {
  const folder = join(keeperFolder, DEVICES_FOLDER);
  return namesOf(folder).map((name) => {
    const path = deviceFile(folder, name);
    const key = readPinnedKey(path, "ed25519");
    if (key === undefined) throw new SottoError("KEY_MISSING", path);
    const device = describeDevice(key);
    if (device.name !== name) throw new SottoError("KEY_INVALID", `${path} is another device's key`);
    return { ...device, ownerKeyIds: ownerKeyIdsOf(folder, name) };
  });
}

const deviceFile = (folder: string, name: string): string => join(folder, `${name}.pub`);
const ownerFile = (folder: string, name: string): string => join(folder, `${name}.owner`);

/** Names of the devices, without the ending of their files. */
function namesOf(folder: string): readonly string[] {
  return filesOf(folder)
    .filter((name) => name.endsWith(".pub"))
    .map((name) => name.slice(0, -".pub".length));
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}
