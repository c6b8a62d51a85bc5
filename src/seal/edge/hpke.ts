import * as hpke from "hpke";
import { SottoError } from "../../domain/errors.js";
import type { Opener, Sealer } from "../ports.js";

/** Separates clips from anything else that may ever be sealed to the same key. */
const INFO = new TextEncoder().encode("sotto/clip/v1");
const ENC_BYTES = 32;

function suite(): hpke.CipherSuite {
  return new hpke.CipherSuite(hpke.KEM_DHKEM_X25519_HKDF_SHA256, hpke.KDF_HKDF_SHA256, hpke.AEAD_AES_128_GCM);
}

/**
 * RFC 9180 base mode, one encapsulation a message.
 * @param publicKey raw X25519 public key, 32 bytes
 * @throws SottoError KEY_INVALID
 */
export async function createSealer(publicKey: Uint8Array, recipientKeyId: Uint8Array): Promise<Sealer> {
  const cipher = suite();
  const key = await cipher.DeserializePublicKey(publicKey).catch((cause: unknown) => {
    throw new SottoError("KEY_INVALID", "the owner's public key is not an X25519 key", cause);
  });
  return {
    recipientKeyId,
    async seal(plaintext, aad) {
      const { encapsulatedSecret, ciphertext } = await cipher.Seal(key, plaintext, { info: INFO, aad });
      const body = new Uint8Array(encapsulatedSecret.length + ciphertext.length);
      body.set(encapsulatedSecret);
      body.set(ciphertext, encapsulatedSecret.length);
      return body;
    },
  };
}

/**
 * @param privateKey raw X25519 private key, 32 bytes; the caller may overwrite it afterwards
 * @throws SottoError KEY_INVALID
 */
export async function createOpener(
  privateKey: Uint8Array,
  publicKey: Uint8Array,
  recipientKeyId: Uint8Array,
): Promise<Opener> {
  const cipher = suite();
  // Node 20 cannot compute the public key from a private one that is not extractable, so the pair is handed over.
  const pair = await Promise.all([
    cipher.DeserializePrivateKey(privateKey, false),
    cipher.DeserializePublicKey(publicKey),
  ]).catch((cause: unknown) => {
    throw new SottoError("KEY_INVALID", "the owner's key is not an X25519 key pair", cause);
  });
  const keyPair = { privateKey: pair[0], publicKey: pair[1] };
  return {
    recipientKeyId,
    async open(body, aad) {
      if (body.length <= ENC_BYTES) throw new SottoError("ENVELOPE_OPEN_FAILED", "the body is too short");
      try {
        return await cipher.Open(keyPair, body.subarray(0, ENC_BYTES), body.subarray(ENC_BYTES), {
          info: INFO,
          aad,
        });
      } catch (cause) {
        throw new SottoError("ENVELOPE_OPEN_FAILED", "key, bytes or header do not fit together", cause);
      }
    },
  };
}
