import type { KeyObject } from "node:crypto";
import { codeOf } from "../../domain/errors.js";
import { readPrivateFile, replacePrivateFile } from "./private-file.js";
import { MAX_KEY_FILE_BYTES, publicPem } from "./raw-keys.js";

/**
 * Writes the public half beside its private key where it is missing or another's: the power went between the two, and
 * whoever carries the file would carry a key that nobody holds. Whoever may not write here leaves it to who may; a file
 * that a person opened to others is left to that person.
 */
export function mendPublicHalf(path: string, key: KeyObject): void {
  const pem = publicPem(key);
  try {
    const there = readPrivateFile(path, MAX_KEY_FILE_BYTES);
    if (there === undefined || !Buffer.from(there).equals(Buffer.from(pem))) replacePrivateFile(path, pem);
  } catch (error) {
    const code = codeOf(error);
    if (code !== "FILE_UNREADABLE" && code !== "KEY_INVALID") throw error;
  }
}
