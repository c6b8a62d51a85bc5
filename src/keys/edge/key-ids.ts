import { createHash } from "node:crypto";
import { ID_BYTES } from "../../seal/envelope.js";

/**
 * Truncated SHA-256 with its own prefix for each use. An id only finds a key: every decision is made with the
 * key itself, so a collision can refuse a message but never open or believe one.
 */
function truncatedHash(use: "key" | "device", publicKey: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update(`sotto/${use}/v1\0`).update(publicKey).digest();
  return Uint8Array.from(hash.subarray(0, ID_BYTES));
}

/** Id of an X25519 or Ed25519 public key in its raw form of 32 bytes. */
export function keyId(publicKey: Uint8Array): Uint8Array {
  return truncatedHash("key", publicKey);
}

/** Id of a device, from its raw Ed25519 public key. */
export function deviceIdOf(publicKey: Uint8Array): Uint8Array {
  return truncatedHash("device", publicKey);
}
