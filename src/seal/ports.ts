import type { ClipSuite } from "./envelope.js";
import type { WrappedBody } from "./wrapped-body.js";

/** Seals to pinned public keys: the owner's, and those of further readers. */
export interface Sealer {
  readonly suite: ClipSuite;
  /** Id of the owner's key, 16 bytes. */
  readonly recipientKeyId: Uint8Array;
  /** What it adds to the plaintext. */
  readonly overheadBytes: number;
  /** The body of a message, bound to its header. */
  seal(plaintext: Uint8Array, headerBytes: Uint8Array): Promise<Uint8Array>;
}

/** Holds one private key that opens; exists on a reader's machine only. */
export interface Opener {
  /** Id of the key it opens with, 16 bytes. */
  readonly recipientKeyId: Uint8Array;
  /**
   * A body of suite 1.
   * @throws SottoError ENVELOPE_OPEN_FAILED for a wrong key, altered bytes or an altered header
   */
  open(body: Uint8Array, headerBytes: Uint8Array): Promise<Uint8Array>;
  /**
   * A body of suite 2.
   * @throws SottoError ENVELOPE_NOT_FOR_US when no wrapped key in it is for this one, ENVELOPE_OPEN_FAILED
   */
  openWrapped(body: WrappedBody, headerBytes: Uint8Array): Promise<Uint8Array>;
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
