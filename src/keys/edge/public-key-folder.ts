import type { KeyObject } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { toHex } from "../../seal/canonical-cbor.js";
import { keyId } from "./key-ids.js";
import { readPinnedKey } from "./pinned-key.js";
import { openPrivateFolder, removeDurably, systemCode, writeNewPrivateFile } from "./private-file.js";
import { type KeyType, publicPem, rawPublicKey } from "./raw-keys.js";

/** Public keys, each in a file that is named after its id. */
export interface PublicKeyFolder {
  /** It may be absent. */
  readonly path: string;
  readonly type: KeyType;
  /** One more is refused. */
  readonly most: number;
}

function pathOf({ path }: PublicKeyFolder, id: Uint8Array): string {
  return join(path, `${toHex(id)}.pub`);
}

/**
 * Every key in the folder, by name.
 * @throws SottoError KEY_INVALID for a file under another key's name, for a folder that holds too many; FILE_UNREADABLE
 */
export function publicKeysIn(folder: PublicKeyFolder): readonly KeyObject[] {
  const names = namesIn(folder.path);
  if (names.length > folder.most) {
    throw new SottoError("KEY_INVALID", `${folder.path} holds more than ${folder.most} keys`);
  }
  return names.flatMap((name) => {
    const path = join(folder.path, name);
    const key = readPinnedKey(path, folder.type);
    // Revoked since it was listed.
    if (key === undefined) return [];
    if (path !== pathOf(folder, keyId(rawPublicKey(key)))) {
      throw new SottoError("KEY_INVALID", `${path} is another key than its name says`);
    }
    return [key];
  });
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path)
      .filter((name) => name.endsWith(".pub"))
      .sort();
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/** The same again changes nothing. @throws SottoError USAGE when the folder is full, KEY_INVALID, FILE_UNREADABLE */
export function addPublicKey(folder: PublicKeyFolder, key: KeyObject): void {
  openPrivateFolder(dirname(folder.path));
  openPrivateFolder(folder.path);
  const path = pathOf(folder, keyId(rawPublicKey(key)));
  const others = namesIn(folder.path).filter((name) => join(folder.path, name) !== path);
  if (others.length >= folder.most) {
    throw new SottoError("USAGE", `${folder.path} holds ${folder.most} keys already: revoke one first`);
  }
  writeNewPrivateFile(path, publicPem(key));
}

/** Durable when it returns; a key that is not there is no error. @throws SottoError FILE_UNREADABLE */
export function removePublicKey(folder: PublicKeyFolder, id: Uint8Array): void {
  removeDurably(pathOf(folder, id));
}
