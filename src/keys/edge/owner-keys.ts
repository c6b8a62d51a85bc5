import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { createTrustedSigner } from "../../seal/edge/ed25519.js";
import { createOpener } from "../../seal/edge/hpke.js";
import type { Opener, TrustedSigner } from "../../seal/ports.js";
import { fingerprint } from "../fingerprint.js";
import { deviceIdOf, keyId } from "./key-ids.js";
import { openPrivateFolder, readPrivateFile, systemCode, writeNewPrivateFile } from "./private-file.js";
import { privateKeyFromPem, publicKeyFromPem, publicPem, rawPrivateKey, rawPublicKey } from "./raw-keys.js";

/** A PEM file of one key is about 120 bytes. */
export const MAX_KEY_FILE_BYTES = 4_096;
/** One reader believes at most so many devices. */
export const MAX_TRUSTED_DEVICES = 64;

const PRIVATE_FILE = "owner.key";
const PUBLIC_FILE = "owner.pub";
const DEVICES_FOLDER = "devices";

/** The owner's public key: what a device seals to. Safe to show and to copy. */
export interface OwnerPublicKey {
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;
  readonly fingerprint: string;
  readonly pem: string;
}

export interface OwnerKeys {
  readonly public: OwnerPublicKey;
  readonly opener: Opener;
}

/** A device whose clips the reader believes. */
export interface TrustedDevice extends TrustedSigner {
  /** Device id in hex: the name of its branch of topics. */
  readonly name: string;
  readonly fingerprint: string;
}

export function describeOwner(key: KeyObject): OwnerPublicKey {
  const publicKey = rawPublicKey(key);
  const id = keyId(publicKey);
  return { publicKey, keyId: id, fingerprint: fingerprint(id), pem: publicPem(key) };
}

/**
 * Makes the owner's key pair, on the reader's machine.
 * @throws SottoError KEY_EXISTS when there is one, KEY_INVALID for a folder open to others, FILE_UNREADABLE
 */
export function createOwner(folder: string): OwnerPublicKey {
  openPrivateFolder(folder);
  const { privateKey } = generateKeyPairSync("x25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  if (!writeNewPrivateFile(join(folder, PRIVATE_FILE), pem)) {
    throw new SottoError("KEY_EXISTS", `${folder} already holds the owner's key`);
  }
  const owner = describeOwner(privateKey);
  // A convenience for carrying it to devices; the private key is the truth, so a stale one is not an error.
  writeNewPrivateFile(join(folder, PUBLIC_FILE), owner.pem);
  return owner;
}

/** @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE */
export async function loadOwner(folder: string): Promise<OwnerKeys> {
  const key = readOwnerKey(folder);
  const owner = describeOwner(key);
  const raw = rawPrivateKey(key);
  try {
    return { public: owner, opener: await createOpener(raw, owner.publicKey, owner.keyId) };
  } finally {
    raw.fill(0);
  }
}

/** Only the public half, for showing. @throws SottoError KEY_MISSING, KEY_INVALID, FILE_UNREADABLE */
export function showOwner(folder: string): OwnerPublicKey {
  return describeOwner(readOwnerKey(folder));
}

function readOwnerKey(folder: string): KeyObject {
  const path = join(folder, PRIVATE_FILE);
  const pem = readPrivateFile(path, MAX_KEY_FILE_BYTES);
  if (pem === undefined) throw new SottoError("KEY_MISSING", `no owner's key in ${folder}`);
  const key = privateKeyFromPem(pem, "x25519", path);
  pem.fill(0);
  return key;
}

/**
 * Believes a device from now on. Doing it twice changes nothing.
 * @param pem the device's public signing key
 * @throws SottoError KEY_INVALID, FILE_UNREADABLE; USAGE when 64 devices are trusted already
 */
export function trustDevice(ownerFolder: string, pem: string): TrustedDevice {
  const device = describeDevice(publicKeyFromPem(Buffer.from(pem), "ed25519", "the device's public key"));
  const folder = join(ownerFolder, DEVICES_FOLDER);
  openPrivateFolder(ownerFolder);
  openPrivateFolder(folder);
  const others = loadTrustedDevices(ownerFolder).filter(({ name }) => name !== device.name);
  if (others.length >= MAX_TRUSTED_DEVICES) {
    throw new SottoError(
      "USAGE",
      `${MAX_TRUSTED_DEVICES} devices are trusted already; remove one from ${folder}`,
    );
  }
  writeNewPrivateFile(join(folder, `${device.name}.pub`), pem);
  return device;
}

/** @throws SottoError KEY_INVALID for any file among them that is no device's key: one doubt stops all. */
export function loadTrustedDevices(ownerFolder: string): readonly TrustedDevice[] {
  const folder = join(ownerFolder, DEVICES_FOLDER);
  let names: readonly string[];
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith(".pub"))
      .sort();
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
  return names.map((name) => {
    const path = join(folder, name);
    const pem = readPrivateFile(path, MAX_KEY_FILE_BYTES);
    if (pem === undefined) throw new SottoError("KEY_MISSING", path);
    const device = describeDevice(publicKeyFromPem(pem, "ed25519", path));
    if (name !== `${device.name}.pub`) throw new SottoError("KEY_INVALID", `${path} is another device's key`);
    return device;
  });
}

export function describeDevice(key: KeyObject): TrustedDevice {
  const raw = rawPublicKey(key);
  const signingKeyId = keyId(raw);
  const signer = createTrustedSigner(key, deviceIdOf(raw), signingKeyId);
  return { ...signer, name: toHex(signer.deviceId), fingerprint: fingerprint(signingKeyId) };
}
