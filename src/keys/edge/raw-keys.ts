import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { SottoError } from "../../domain/errors.js";

/** The two kinds of keys there are: one opens, one signs. */
export type KeyType = "x25519" | "ed25519";

const RAW_BYTES = 32;
/** A PEM file of one key is about 120 bytes. */
export const MAX_KEY_FILE_BYTES = 4_096;
/** The head of a PKCS #8 form (RFC 8410): with 32 raw bytes behind it, it is a private key. */
const PKCS8_X25519 = "302e020100300506032b656e04220420";

/** @throws SottoError KEY_INVALID naming `where`, never the contents. */
export function privateKeyFromPem(pem: Uint8Array, type: KeyType, where: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(pem), format: "pem" });
  } catch {
    // Without the cause: a parser's message may quote what it could not parse.
    throw new SottoError("KEY_INVALID", `${where} is no private key in PEM form`);
  }
  if (key.asymmetricKeyType !== type) throw new SottoError("KEY_INVALID", `${where} is no ${type} key`);
  return key;
}

/** @throws SottoError KEY_INVALID; also for a private key where a public one belongs. */
export function publicKeyFromPem(pem: Uint8Array, type: KeyType, where: string): KeyObject {
  const text = Buffer.from(pem).toString("latin1");
  // createPublicKey would quietly derive the public key from a private one: then a secret is where it must not be.
  if (text.includes("PRIVATE KEY")) {
    throw new SottoError("KEY_INVALID", `${where} holds a private key; a public one belongs there`);
  }
  let key: KeyObject;
  try {
    key = createPublicKey({ key: text, format: "pem" });
  } catch (cause) {
    throw new SottoError("KEY_INVALID", `${where} is no public key in PEM form`, cause);
  }
  if (key.asymmetricKeyType !== type) throw new SottoError("KEY_INVALID", `${where} is no ${type} key`);
  return key;
}

/** Raw public key, 32 bytes. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const der = createPublicKeyOf(key).export({ format: "der", type: "spki" });
  return Uint8Array.from(der.subarray(der.length - RAW_BYTES));
}

/** An X25519 private key from its raw form. @param raw 32 bytes; the caller may overwrite them afterwards */
export function privateKeyFromRaw(raw: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(PKCS8_X25519, "hex"), raw]);
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  } finally {
    der.fill(0);
  }
}

/** Raw private key, 32 bytes: the last bytes of its PKCS #8 form (RFC 8410). */
export function rawPrivateKey(key: KeyObject): Uint8Array {
  const der = key.export({ format: "der", type: "pkcs8" });
  const raw = Uint8Array.from(der.subarray(der.length - RAW_BYTES));
  der.fill(0);
  return raw;
}

export function publicPem(key: KeyObject): string {
  return createPublicKeyOf(key).export({ format: "pem", type: "spki" }).toString();
}

function createPublicKeyOf(key: KeyObject): KeyObject {
  return key.type === "private" ? createPublicKey(key) : key;
}
