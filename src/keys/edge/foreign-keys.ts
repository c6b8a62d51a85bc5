import { createPrivateKey } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "./private-file.js";

/** A key in PEM form is shorter; databases and logs beside it are not read. */
const MAX_PEM_BYTES = 8_192;

/**
 * Refuses a folder in which a private key lies that has no business there: one that opens (X25519) or signs
 * (Ed25519), whatever its name, and one that can't be told, such as an encrypted one. A TLS key of RSA or of an
 * elliptic curve proves who connects, opens nothing, and may stay.
 * @param own names of private keys that belong there
 * @throws SottoError KEY_INVALID, FILE_UNREADABLE
 */
export function refuseForeignKeys(folder: string, own: readonly string[]): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (!own.includes(name) && isForeignKey(path)) {
      throw new SottoError("KEY_INVALID", `${path} is a private key that does not belong there`);
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}

function isForeignKey(path: string): boolean {
  let pem: Buffer;
  try {
    const status = statSync(path);
    if (!status.isFile() || status.size > MAX_PEM_BYTES) return false;
    pem = readFileSync(path);
  } catch (cause) {
    // Gone since it was listed: files of a database come and go.
    if (systemCode(cause) === "ENOENT") return false;
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  if (!pem.includes("PRIVATE KEY")) return false;
  try {
    const type = createPrivateKey({ key: pem, format: "pem" }).asymmetricKeyType;
    return type === "x25519" || type === "ed25519";
  } catch {
    // A private key that can't be read could be any: a parser's message may quote it, so it is not passed on.
    return true;
  } finally {
    pem.fill(0);
  }
}
