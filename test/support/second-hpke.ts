import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Sealer } from "../../src/seal/ports.js";

const CLIP_INFO = new TextEncoder().encode("sotto/clip/v1");
const WRAP_INFO = new TextEncoder().encode("sotto/wrap/v1");
const ENC_BYTES = 32;
const ID_BYTES = 16;
/** Id, encapsulated key, sealed content key and tag. */
const WRAP_BYTES = ID_BYTES + ENC_BYTES + 16 + 16;

function suite(): CipherSuite {
  return new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });
}

interface SealedBy {
  readonly publicKey: Uint8Array;
  readonly info: Uint8Array;
  readonly ephemeral: Uint8Array | undefined;
}

async function hpkeSeal(
  { publicKey, info, ephemeral }: SealedBy,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const cipher = suite();
  const recipientPublicKey = await cipher.kem.deserializePublicKey(publicKey);
  const sender = await cipher.createSenderContext({
    ...{ recipientPublicKey, info },
    ...(ephemeral === undefined ? {} : { ekm: ephemeral }),
  });
  return Buffer.concat([Buffer.from(sender.enc), Buffer.from(await sender.seal(plaintext, aad))]);
}

async function hpkeOpen(
  privateKey: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const cipher = suite();
  const recipientKey = await cipher.kem.deserializePrivateKey(privateKey);
  const recipient = await cipher.createRecipientContext({
    recipientKey,
    enc: sealed.slice(0, ENC_BYTES),
    info,
  });
  return new Uint8Array(await recipient.open(sealed.slice(ENC_BYTES), aad));
}

/**
 * A sealer of suite 1 by another author's library. With `ephemeral` (the ikmE of RFC 9180) the bytes are always the
 * same, which is what a test vector needs and what nothing else may do.
 */
export function secondSealer(
  publicKey: Uint8Array,
  recipientKeyId: Uint8Array,
  ephemeral?: Uint8Array,
): Sealer {
  return {
    ...{ suite: 1, recipientKeyId, overheadBytes: 48 },
    seal: (plaintext, aad) => hpkeSeal({ publicKey, info: CLIP_INFO, ephemeral }, plaintext, aad),
  };
}

/** A message, as far as opening it goes. */
export interface ToOpen {
  readonly body: Uint8Array;
  readonly headerBytes: Uint8Array;
}

/** Opens suite 1 with another author's library. */
export function secondOpen(privateKey: Uint8Array): (message: ToOpen) => Promise<Uint8Array> {
  return ({ body, headerBytes }) => hpkeOpen(privateKey, CLIP_INFO, body, headerBytes);
}

export interface WrappedFor {
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;
}

/** What makes the bytes of a vector always the same: never in a program. */
export interface FixedRandom {
  readonly contentKey: Uint8Array;
  /** The ikmE of each recipient. */
  readonly ephemerals: readonly Uint8Array[];
}

/** A sealer of suite 2: another author's HPKE, and AES-GCM of the Web Crypto API. */
export function secondWrapping(recipients: readonly WrappedFor[], fixed?: FixedRandom): Sealer {
  const [owner] = recipients;
  return {
    suite: 2,
    recipientKeyId: owner?.keyId ?? new Uint8Array(),
    overheadBytes: 1 + recipients.length * WRAP_BYTES + 16,
    async seal(plaintext, headerBytes) {
      const contentKey = fixed?.contentKey ?? crypto.getRandomValues(new Uint8Array(16));
      const wraps = await Promise.all(
        recipients.map(async ({ publicKey, keyId }, index) => {
          const by = { publicKey, info: WRAP_INFO, ephemeral: fixed?.ephemerals[index] };
          const sealed = await hpkeSeal(by, contentKey, Buffer.concat([headerBytes, keyId]));
          return Buffer.concat([keyId, sealed]);
        }),
      );
      const prefix = Buffer.concat([Uint8Array.of(recipients.length), ...wraps]);
      const gcm = {
        name: "AES-GCM",
        iv: new Uint8Array(12),
        additionalData: Buffer.concat([headerBytes, prefix]),
      };
      const key = await crypto.subtle.importKey("raw", Buffer.from(contentKey), "AES-GCM", false, [
        "encrypt",
      ]);
      const sealed = await crypto.subtle.encrypt(gcm, key, Buffer.from(plaintext));
      return Buffer.concat([prefix, Buffer.from(sealed)]);
    },
  };
}

/** Opens suite 2 with the same two, by the wrapped key at `index`. */
export function secondUnwrap(
  privateKey: Uint8Array,
  index: number,
): (message: ToOpen) => Promise<Uint8Array> {
  return async ({ body, headerBytes }) => {
    const at = 1 + index * WRAP_BYTES;
    const keyId = body.slice(at, at + ID_BYTES);
    const wrapped = body.slice(at + ID_BYTES, at + WRAP_BYTES);
    const contentKey = await hpkeOpen(privateKey, WRAP_INFO, wrapped, Buffer.concat([headerBytes, keyId]));
    const end = 1 + (body[0] ?? 0) * WRAP_BYTES;
    const additionalData = Buffer.concat([headerBytes, body.slice(0, end)]);
    const key = await crypto.subtle.importKey("raw", Buffer.from(contentKey), "AES-GCM", false, ["decrypt"]);
    const gcm = { name: "AES-GCM", iv: new Uint8Array(12), additionalData };
    return new Uint8Array(await crypto.subtle.decrypt(gcm, key, Buffer.from(body.slice(end))));
  };
}
