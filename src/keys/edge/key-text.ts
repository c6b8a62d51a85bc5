import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { codeOf, SottoError } from "../../domain/errors.js";
import { keyId } from "./key-ids.js";
import { type KeyType, publicKeyFromPem, rawPublicKey } from "./raw-keys.js";

const CHECK_BYTES = 4;
/** Raw key and check in base64url: 36 bytes are 48 characters without padding. */
const TEXT = /^sotto-(x25519|ed25519):([A-Za-z0-9_-]{48})$/;
/** The head of an SPKI form (RFC 8410): with 32 raw bytes behind it, it is a public key. */
const SPKI = { x25519: "302a300506032b656e032100", ed25519: "302a300506032b6570032100" } as const;

/**
 * A public key in one short line, as a QR code shows it. Whoever takes a key takes this form too.
 * @throws SottoError KEY_INVALID
 */
export function keyTextOf(pem: string, type: KeyType, where: string): string {
  const raw = rawPublicKey(publicKeyFromPem(Buffer.from(pem), type, where));
  return `sotto-${type}:${Buffer.concat([raw, checkOf(type, raw)]).toString("base64url")}`;
}

/**
 * A public key that a person brought: PEM, or the line of a QR code.
 * @throws SottoError KEY_INVALID; also for a private key where a public one belongs
 */
export function publicKeyFromText(text: string, type: KeyType, where: string): KeyObject {
  const [, said, packed] = TEXT.exec(text.trim()) ?? [];
  if (packed === undefined) return publicKeyFromPem(Buffer.from(text), type, where);
  if (said !== type) throw new SottoError("KEY_INVALID", `${where} is no ${type} key`);
  const bytes = Buffer.from(packed, "base64url");
  const raw = bytes.subarray(0, -CHECK_BYTES);
  if (!checkOf(type, raw).equals(bytes.subarray(-CHECK_BYTES))) {
    throw new SottoError("KEY_INVALID", `${where} was not copied whole: its check does not fit`);
  }
  const der = Buffer.concat([Buffer.from(SPKI[type], "hex"), raw]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}

/** Id of a public key of whichever kind, 16 bytes. @throws SottoError KEY_INVALID */
export function idOfKeyText(text: string, where: string): Uint8Array {
  try {
    return keyId(rawPublicKey(publicKeyFromText(text, "x25519", where)));
  } catch (error) {
    if (codeOf(error) !== "KEY_INVALID") throw error;
    return keyId(rawPublicKey(publicKeyFromText(text, "ed25519", where)));
  }
}

function checkOf(type: KeyType, raw: Uint8Array): Buffer {
  return createHash("sha256")
    .update(`sotto/key-text/v1\0${type}\0`)
    .update(raw)
    .digest()
    .subarray(0, CHECK_BYTES);
}
