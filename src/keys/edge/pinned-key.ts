import type { KeyObject } from "node:crypto";
import { SottoError } from "../../domain/errors.js";
import { equalBytes } from "../../seal/canonical-cbor.js";
import { publicKeyFromText } from "./key-text.js";
import { readPrivateFile, writeNewPrivateFile } from "./private-file.js";
import { type KeyType, MAX_KEY_FILE_BYTES, publicKeyFromPem, publicPem, rawPublicKey } from "./raw-keys.js";

/**
 * Keeps a public key in a file that is never replaced. The same key again changes nothing.
 * @throws SottoError KEY_EXISTS when another key is pinned there, KEY_INVALID, FILE_UNREADABLE
 */
export function pinPublicKey(path: string, pem: string, type: KeyType): KeyObject {
  const key = publicKeyFromText(pem, type, `the key for ${path}`);
  if (writeNewPrivateFile(path, publicPem(key))) return key;
  const pinned = readPinnedKey(path, type);
  if (pinned === undefined || !equalBytes(rawPublicKey(pinned), rawPublicKey(key))) {
    throw new SottoError("KEY_EXISTS", `${path} holds another key`);
  }
  return pinned;
}

/** @returns undefined when nothing is pinned there. @throws SottoError KEY_INVALID, FILE_UNREADABLE */
export function readPinnedKey(path: string, type: KeyType): KeyObject | undefined {
  const pem = readPrivateFile(path, MAX_KEY_FILE_BYTES);
  return pem === undefined ? undefined : publicKeyFromPem(pem, type, path);
}
