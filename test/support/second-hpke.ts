import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Sealer } from "../../src/seal/ports.js";

const INFO = new TextEncoder().encode("sotto/clip/v1");
const ENC_BYTES = 32;

function suite(): CipherSuite {
  return new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });
}

/**
 * A sealer by another author's library. With `ephemeral` (the ikmE of RFC 9180) the bytes are always the same,
 * which is what a test vector needs and what nothing else may do.
 */
export async function secondSealer(
  publicKey: Uint8Array,
  recipientKeyId: Uint8Array,
  ephemeral?: Uint8Array,
): Promise<Sealer> {
  const cipher = suite();
  const recipientPublicKey = await cipher.kem.deserializePublicKey(publicKey);
  return {
    recipientKeyId,
    async seal(plaintext, aad) {
      const sender = await cipher.createSenderContext({
        recipientPublicKey,
        info: INFO,
        ...(ephemeral === undefined ? {} : { ekm: ephemeral }),
      });
      return Buffer.concat([Buffer.from(sender.enc), Buffer.from(await sender.seal(plaintext, aad))]);
    },
  };
}

/** Opens with another author's library. */
export async function secondOpen(
  privateKey: Uint8Array,
  body: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const cipher = suite();
  const recipientKey = await cipher.kem.deserializePrivateKey(privateKey);
  const recipient = await cipher.createRecipientContext({
    recipientKey,
    enc: body.slice(0, ENC_BYTES),
    info: INFO,
  });
  return new Uint8Array(await recipient.open(body.slice(ENC_BYTES), aad));
}
