import type { KeyObject } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { keyId } from "./key-ids.js";
import { readPinnedKey } from "./pinned-key.js";
import {
  openPrivateFolder,
  readPrivateFile,
  replacePrivateFile,
  sweepTemporaries,
  systemCode,
  writeNewPrivateFile,
} from "./private-file.js";
import { mendPublicHalf } from "./public-half.js";
import { MAX_KEY_FILE_BYTES, privateKeyFromPem, publicPem, rawPublicKey } from "./raw-keys.js";

const PRIVATE_FILE = "owner.key";
const PUBLIC_FILE = "owner.pub";
const FORMER_FOLDER = "former";
/** Below it lie what was received; where it is, keys were here before. */
const CLIPS_FOLDER = "clips";
/** Private keys of before that a folder holds; one rotation more is refused. */
export const MAX_FORMER_KEYS = 16;

/**
 * The owner's private key of today; its public half is beside it afterwards.
 * @throws SottoError KEY_MISSING, KEY_LOST where there once was one, KEY_INVALID, FILE_UNREADABLE
 */
export function readOwnerKey(folder: string): KeyObject {
  const key = readKey(join(folder, PRIVATE_FILE));
  if (key !== undefined) {
    mendPublicHalf(join(folder, PUBLIC_FILE), key);
    return key;
  }
  if (readOwnerPub(folder) !== undefined || existsSync(join(folder, CLIPS_FOLDER))) {
    throw new SottoError("KEY_LOST", `no owner.key in ${folder}`);
  }
  throw new SottoError("KEY_MISSING", `no owner's key in ${folder}`);
}

/** The public half that was to be carried, also where the private one is gone. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function readOwnerPub(folder: string): KeyObject | undefined {
  return readPinnedKey(join(folder, PUBLIC_FILE), "x25519");
}

/** @returns false when there is a key already @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function placeOwnerKey(folder: string, key: KeyObject): boolean {
  openPrivateFolder(folder);
  sweepTemporaries(folder);
  if (!writeNewPrivateFile(join(folder, PRIVATE_FILE), pemOf(key))) return false;
  replacePrivateFile(join(folder, PUBLIC_FILE), publicPem(key));
  return true;
}

/**
 * Puts a new key in the place of today's, which must be among the former ones by then.
 * @throws SottoError FILE_UNREADABLE
 */
export function exchangeOwnerKey(folder: string, key: KeyObject): void {
  replacePrivateFile(join(folder, PRIVATE_FILE), pemOf(key));
  replacePrivateFile(join(folder, PUBLIC_FILE), publicPem(key));
}

/**
 * Keeps a private key of before, so that old clips open. The same again changes nothing.
 * @throws SottoError USAGE when there are too many, KEY_INVALID, FILE_UNREADABLE
 */
export function keepFormerKey(ownerFolder: string, key: KeyObject): void {
  const folder = join(ownerFolder, FORMER_FOLDER);
  openPrivateFolder(ownerFolder);
  openPrivateFolder(folder);
  for (const each of [ownerFolder, folder]) sweepTemporaries(each);
  const name = nameOf(key);
  if (namesIn(folder).filter((other) => other !== name).length >= MAX_FORMER_KEYS) {
    throw new SottoError(
      "USAGE",
      `${folder} holds ${MAX_FORMER_KEYS} keys already: move the oldest to a safe place`,
    );
  }
  writeNewPrivateFile(join(folder, name), pemOf(key));
}

/** @throws SottoError KEY_INVALID also for a file under another key's name, FILE_UNREADABLE */
export function readFormerKeys(ownerFolder: string): readonly KeyObject[] {
  const folder = join(ownerFolder, FORMER_FOLDER);
  return namesIn(folder).map((name) => {
    const path = join(folder, name);
    const key = readKey(path);
    if (key === undefined) throw new SottoError("KEY_MISSING", path);
    if (nameOf(key) !== name)
      throw new SottoError("KEY_INVALID", `${path} is another key than its name says`);
    return key;
  });
}

function readKey(path: string): KeyObject | undefined {
  const pem = readPrivateFile(path, MAX_KEY_FILE_BYTES);
  if (pem === undefined) return undefined;
  try {
    return privateKeyFromPem(pem, "x25519", path);
  } finally {
    pem.fill(0);
  }
}

function nameOf(key: KeyObject): string {
  return `${toHex(keyId(rawPublicKey(key)))}.key`;
}

function pemOf(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".key"))
      .sort();
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}
