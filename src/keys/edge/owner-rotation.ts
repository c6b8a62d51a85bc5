import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { codeOf, SottoError } from "../../domain/errors.js";
import { equalBytes, toHex } from "../../seal/canonical-cbor.js";
import {
  exchangeOwnerKey,
  keepFormerKey,
  placeOwnerKey,
  readFormerKeys,
  readOwnerKey,
  readOwnerPub,
} from "./owner-key-files.js";
import { describeOwner, type OwnerPublicKey } from "./owner-keys.js";
import { privateKeyFromRaw, rawPrivateKey, rawPublicKey } from "./raw-keys.js";
import { keyFromWords, recoveryWords } from "./recovery-words.js";

/**
 * A new key for the owner. The one of before stays, so that old clips open; a power cut leaves the one or the other in
 * its place and loses neither.
 * @throws SottoError KEY_MISSING, KEY_LOST, KEY_INVALID, USAGE after too many rotations, FILE_UNREADABLE
 */
export function rotateOwner(folder: string): {
  readonly now: OwnerPublicKey;
  readonly before: OwnerPublicKey;
} {
  const before = readOwnerKey(folder);
  keepFormerKey(folder, before);
  const { privateKey } = generateKeyPairSync("x25519");
  exchangeOwnerKey(folder, privateKey);
  return { now: describeOwner(privateKey), before: describeOwner(before) };
}

/**
 * The 24 words of today's key, or of one of before: for a terminal or a file of the owner's, never for a log.
 * @param of how the id in hex of a key of today or before begins; without it today's
 * @throws SottoError KEY_MISSING also when no key is called so, USAGE when several are, KEY_LOST, KEY_INVALID,
 * FILE_UNREADABLE
 */
export function wordsOfOwner(folder: string, of?: string): string {
  const raw = rawPrivateKey(of === undefined ? readOwnerKey(folder) : keyCalled(folder, of));
  try {
    return recoveryWords(raw);
  } finally {
    raw.fill(0);
  }
}

function keyCalled(folder: string, beginning: string): KeyObject {
  const { private: today } = todaysKey(folder);
  const all = [...(today === undefined ? [] : [today]), ...readFormerKeys(folder)];
  // Today's may be among those of before: a power cut while it was rotated.
  const found = new Map(all.map((key) => [toHex(describeOwner(key).keyId), key] as const));
  const called = [...found].filter(([id]) => id.startsWith(beginning)).map(([, key]) => key);
  const [key, ...others] = called;
  if (key === undefined) {
    throw new SottoError("KEY_MISSING", `no key in ${folder} has this fingerprint: sotto keys show`);
  }
  if (others.length > 0) {
    throw new SottoError("USAGE", "several keys begin so: give more of the fingerprint");
  }
  return key;
}

export interface RecoveredKey {
  readonly key: OwnerPublicKey;
  /**
   * `owner`: the one that was lost. `first`: nothing here says which one was the last, so this one is today's now.
   * `former`: another key is the owner's today, and this one opens what was sealed to it. `former-alone`: the same, and
   * today's is still lost.
   */
  readonly as: "owner" | "first" | "former" | "former-alone" | "already-here";
}

/**
 * Makes the key again from the words that were written down.
 * @throws SottoError WORDS_WRONG, KEY_INVALID, FILE_UNREADABLE, USAGE when there are too many former keys
 */
export function recoverOwner(folder: string, words: string): RecoveredKey {
  const raw = keyFromWords(words);
  let key: KeyObject;
  try {
    key = privateKeyFromRaw(raw);
  } finally {
    raw.fill(0);
  }
  const today = todaysKey(folder);
  const described = describeOwner(key);
  if (today.private !== undefined && isSame(today.private, key))
    return { key: described, as: "already-here" };
  // Where the private key is gone, its public half still says which one was the last.
  const last = today.private ?? today.public;
  if (last === undefined || isSame(last, key)) {
    placeOwnerKey(folder, key);
    return { key: described, as: last === undefined ? "first" : "owner" };
  }
  keepFormerKey(folder, key);
  return { key: described, as: today.private === undefined ? "former-alone" : "former" };
}

function todaysKey(folder: string): {
  readonly private?: KeyObject;
  readonly public?: KeyObject | undefined;
} {
  try {
    return { private: readOwnerKey(folder) };
  } catch (error) {
    const code = codeOf(error);
    if (code !== "KEY_MISSING" && code !== "KEY_LOST") throw error;
    return { public: readOwnerPub(folder) };
  }
}

function isSame(one: KeyObject, other: KeyObject): boolean {
  return equalBytes(rawPublicKey(one), rawPublicKey(other));
}
