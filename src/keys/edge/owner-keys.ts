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
import { publicKeyFromText } from "./key-text.js";
import { placeOwnerKey, readFormerKeys, readOwnerKey } from "./owner-key-files.js";
import {
  openPrivateFolder,
  readPrivateFile,
  removeDurably,
  systemCode,
  writeNewPrivateFile,
} from "./private-file.js";
import { MAX_KEY_FILE_BYTES, publicKeyFromPem, publicPem, rawPrivateKey, rawPublicKey } from "./raw-keys.js";

/** One reader believes at most so many devices. */
export const MAX_TRUSTED_DEVICES = 64;

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
  /** Keys of before: clips that were sealed to them still open. */
  readonly former: readonly OwnerPublicKey[];
  /** Of today's key, then of those of before. */
  readonly openers: readonly Opener[];
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
  const { privateKey } = generateKeyPairSync("x25519");
  if (!placeOwnerKey(folder, privateKey)) {
    throw new SottoError("KEY_EXISTS", `${folder} already holds the owner's key`);
  }
  return describeOwner(privateKey);
}

/** @throws SottoError KEY_MISSING, KEY_LOST, KEY_INVALID, FILE_UNREADABLE */
export async function loadOwner(folder: string): Promise<OwnerKeys> {
  const current = readOwnerKey(folder);
  const former = readFormerKeys(folder);
  const openers: Opener[] = [];
  for (const key of [current, ...former]) openers.push(await openerOf(key));
  return { public: describeOwner(current), former: former.map(describeOwner), openers };
}

/** Only the public half, for showing. @throws SottoError KEY_MISSING, KEY_LOST, KEY_INVALID, FILE_UNREADABLE */
export function showOwner(folder: string): OwnerPublicKey {
  return describeOwner(readOwnerKey(folder));
}

/** Public halves of the keys that were the owner's before. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function showFormer(folder: string): readonly OwnerPublicKey[] {
  return readFormerKeys(folder).map(describeOwner);
}

async function openerOf(key: KeyObject): Promise<Opener> {
  const { publicKey, keyId } = describeOwner(key);
  const raw = rawPrivateKey(key);
  try {
    return await createOpener(raw, publicKey, keyId);
  } finally {
    raw.fill(0);
  }
}

/**
 * Believes a device from now on. Doing it twice changes nothing.
 * @param pem the device's public signing key
 * @throws SottoError KEY_INVALID, FILE_UNREADABLE; USAGE when 64 devices are trusted already
 */
export function trustDevice(ownerFolder: string, pem: string): TrustedDevice {
  const key = publicKeyFromText(pem, "ed25519", "the device's public key");
  const device = describeDevice(key);
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
  writeNewPrivateFile(join(folder, `${device.name}.pub`), publicPem(key));
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

/** Believes a device no more. @param name its id in hex @throws SottoError FILE_UNREADABLE */
export function distrustDevice(ownerFolder: string, name: string): void {
  removeDurably(join(ownerFolder, DEVICES_FOLDER, `${name}.pub`));
}

export function describeDevice(key: KeyObject): TrustedDevice {
  const raw = rawPublicKey(key);
  const signingKeyId = keyId(raw);
  const signer = createTrustedSigner(key, deviceIdOf(raw), signingKeyId);
  return { ...signer, name: toHex(signer.deviceId), fingerprint: fingerprint(signingKeyId) };
}
