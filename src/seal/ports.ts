/** Seals to the owner's pinned public key. */
export interface Sealer {
  /** Id of the key that will open, 16 bytes. */
  readonly recipientKeyId: Uint8Array;
  /** Encapsulated key (32 bytes), ciphertext and tag (16 bytes), bound to `aad`. */
  seal(plaintext: Uint8Array, aad: Uint8Array): Promise<Uint8Array>;
}

/** What a Sealer adds to the plaintext, in bytes. */
export const SEAL_OVERHEAD_BYTES = 48;

/** Holds the owner's private key; exists on the reader's machine only. */
export interface Opener {
  /** Id of the key it opens with, 16 bytes. */
  readonly recipientKeyId: Uint8Array;
  /** @throws SottoError ENVELOPE_OPEN_FAILED for a wrong key, altered bytes or an altered `aad`. */
  open(body: Uint8Array, aad: Uint8Array): Promise<Uint8Array>;
}

/** Holds the device's private signing key. */
export interface Signer {
  /** Id of the device, 16 bytes. */
  readonly deviceId: Uint8Array;
  /** Id of the key it signs with, 16 bytes. */
  readonly signingKeyId: Uint8Array;
  /** Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** One signer that is believed: a device, or a keeper. */
export interface TrustedSigner {
  readonly deviceId: Uint8Array;
  readonly signingKeyId: Uint8Array;
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
}

/** Cryptographic randomness; injected so that test vectors can be made. */
export type RandomBytes = (length: number) => Uint8Array;
