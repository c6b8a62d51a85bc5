import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import * as hpke from "hpke";
import { SottoError } from "../../domain/errors.js";
import { equalBytes } from "../canonical-cbor.js";
import { SUITE_WRAPPED_KEYS } from "../envelope.js";
import type { Opener, Sealer } from "../ports.js";
import {
  CONTENT_KEY_BYTES,
  contentsAad,
  ENC_BYTES,
  encodeWraps,
  MAX_RECIPIENTS,
  TAG_BYTES,
  type Wrap,
  wrapAad,
  wrappedOverheadBytes,
} from "../wrapped-body.js";

/** Separates clips of suite 1 from anything else that is sealed to the same key. */
const CLIP_INFO = new TextEncoder().encode("sotto/clip/v1");
/** The same for the wrapped keys of suite 2. */
const WRAP_INFO = new TextEncoder().encode("sotto/wrap/v1");

/**
 * All zeros: a nonce must not come twice under one key, and a content key is made for one clip, seals one plaintext and
 * is forgotten.
 */
const NONCE = new Uint8Array(12);
const CIPHER = "aes-128-gcm";

function suite(): hpke.CipherSuite {
  return new hpke.CipherSuite(hpke.KEM_DHKEM_X25519_HKDF_SHA256, hpke.KDF_HKDF_SHA256, hpke.AEAD_AES_128_GCM);
}

/** Who is sealed to. */
export interface Recipient {
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;
}

/**
 * Suite 2: a fresh content key a clip, sealed to each recipient by RFC 9180's base mode with an encapsulation of its own.
 * @param recipients the owner first; 1 to 8
 * @throws SottoError KEY_INVALID
 */
export async function createSealer(recipients: readonly Recipient[]): Promise<Sealer> {
  const [owner] = recipients;
  if (owner === undefined || recipients.length > MAX_RECIPIENTS) {
    throw new SottoError(
      "KEY_INVALID",
      `a clip is sealed to 1 to ${MAX_RECIPIENTS} keys, not ${recipients.length}`,
    );
  }
  const cipher = suite();
  const keys = await Promise.all(
    recipients.map(async ({ publicKey, keyId }) => ({
      keyId,
      key: await cipher.DeserializePublicKey(publicKey).catch((cause: unknown) => {
        throw new SottoError("KEY_INVALID", "a recipient's public key is not an X25519 key", cause);
      }),
    })),
  );
  const wrap = async (contentKey: Uint8Array, headerBytes: Uint8Array): Promise<Wrap[]> => {
    const wraps: Wrap[] = [];
    for (const { key, keyId } of keys) {
      const sealed = await cipher.Seal(key, contentKey, {
        info: WRAP_INFO,
        aad: wrapAad(headerBytes, keyId),
      });
      wraps.push({ recipientKeyId: keyId, enc: sealed.encapsulatedSecret, wrappedKey: sealed.ciphertext });
    }
    return wraps;
  };
  return {
    suite: SUITE_WRAPPED_KEYS,
    recipientKeyId: owner.keyId,
    overheadBytes: wrappedOverheadBytes(recipients.length),
    async seal(plaintext, headerBytes) {
      const contentKey = randomBytes(CONTENT_KEY_BYTES);
      try {
        const prefix = encodeWraps(await wrap(contentKey, headerBytes));
        const gcm = createCipheriv(CIPHER, contentKey, NONCE).setAAD(contentsAad(headerBytes, prefix));
        const sealed = [gcm.update(plaintext), gcm.final(), gcm.getAuthTag()];
        return Uint8Array.from(Buffer.concat([prefix, ...sealed]));
      } finally {
        contentKey.fill(0);
      }
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
    async open(body, headerBytes) {
      if (body.length <= ENC_BYTES) throw new SottoError("ENVELOPE_OPEN_FAILED", "the body is too short");
      try {
        return await cipher.Open(keyPair, body.subarray(0, ENC_BYTES), body.subarray(ENC_BYTES), {
          info: CLIP_INFO,
          aad: headerBytes,
        });
      } catch (cause) {
        throw new SottoError("ENVELOPE_OPEN_FAILED", "key, bytes or header do not fit together", cause);
      }
    },
    async openWrapped({ wraps, prefix, ciphertext }, headerBytes) {
      const wrap = wraps.find((each) => equalBytes(each.recipientKeyId, recipientKeyId));
      if (wrap === undefined) throw new SottoError("ENVELOPE_NOT_FOR_US", "no wrapped key is for this one");
      let contentKey: Uint8Array;
      try {
        const aad = wrapAad(headerBytes, recipientKeyId);
        contentKey = await cipher.Open(keyPair, wrap.enc, wrap.wrappedKey, { info: WRAP_INFO, aad });
      } catch (cause) {
        throw new SottoError("ENVELOPE_OPEN_FAILED", "key, wrapped key or header do not fit together", cause);
      }
      try {
        return openContents(contentKey, ciphertext, contentsAad(headerBytes, prefix));
      } finally {
        contentKey.fill(0);
      }
    },
  };
}

function openContents(contentKey: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): Uint8Array {
  const end = ciphertext.length - TAG_BYTES;
  try {
    const gcm = createDecipheriv(CIPHER, contentKey, NONCE, { authTagLength: TAG_BYTES })
      .setAAD(aad)
      .setAuthTag(ciphertext.subarray(end));
    return Uint8Array.from(Buffer.concat([gcm.update(ciphertext.subarray(0, end)), gcm.final()]));
  } catch (cause) {
    throw new SottoError(
      "ENVELOPE_OPEN_FAILED",
      "contents, wrapped keys or header do not fit together",
      cause,
    );
  }
}
