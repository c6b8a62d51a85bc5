import { createPrivateKey, type KeyObject } from "node:crypto";
import { describeDevice, describeOwner, type OwnerPublicKey } from "../../src/keys/edge/owner-keys.js";
import { rawPrivateKey } from "../../src/keys/edge/raw-keys.js";
import { createSigner } from "../../src/seal/edge/ed25519.js";
import { createOpener } from "../../src/seal/edge/hpke.js";
import type { Opener, Signer, TrustedSigner } from "../../src/seal/ports.js";

/** PKCS #8 heads of RFC 8410: with 32 raw bytes behind them they are a private key. */
const HEAD = {
  x25519: "302e020100300506032b656e04220420",
  ed25519: "302e020100300506032b657004220420",
} as const;

/** A private key from 32 given bytes; for tests and vectors only. */
export function keyFromSeed(type: keyof typeof HEAD, seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(HEAD[type], "hex"), seed]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** The vectors' own. */
export const FIXED_SEEDS = {
  owner: new Uint8Array(32).fill(0x11),
  device: new Uint8Array(32).fill(0x22),
  keeper: new Uint8Array(32).fill(0x33),
} as const;

export interface FixedOwner {
  readonly public: OwnerPublicKey;
  readonly opener: Opener;
}

export async function ownerFromSeed(seed: Uint8Array): Promise<FixedOwner> {
  const key = keyFromSeed("x25519", seed);
  const owner = describeOwner(key);
  return { public: owner, opener: await createOpener(rawPrivateKey(key), owner.publicKey, owner.keyId) };
}

export interface FixedDevice {
  readonly signer: Signer;
  readonly trusted: TrustedSigner;
}

export function deviceFromSeed(seed: Uint8Array): FixedDevice {
  const key = keyFromSeed("ed25519", seed);
  const trusted = describeDevice(key);
  return { signer: createSigner(key, trusted.deviceId, trusted.signingKeyId), trusted };
}
