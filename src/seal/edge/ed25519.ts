import { type KeyObject, sign, verify } from "node:crypto";
import type { Signer, TrustedSigner } from "../ports.js";

/** The device's own voice. Ed25519 is deterministic: the same message has the same signature. */
export function createSigner(key: KeyObject, deviceId: Uint8Array, signingKeyId: Uint8Array): Signer {
  return { deviceId, signingKeyId, sign: (bytes) => Uint8Array.from(sign(null, bytes, key)) };
}

export function createTrustedSigner(
  key: KeyObject,
  deviceId: Uint8Array,
  signingKeyId: Uint8Array,
): TrustedSigner {
  return { deviceId, signingKeyId, verify: (bytes, signature) => verify(null, bytes, key, signature) };
}
