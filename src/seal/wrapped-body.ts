import { SottoError } from "../domain/errors.js";
import { equalBytes } from "./canonical-cbor.js";
import { ID_BYTES } from "./identifier.js";

/** A clip is sealed to its owner and to at most seven further readers. */
export const MAX_RECIPIENTS = 8;
/** AES-128. */
export const CONTENT_KEY_BYTES = 16;
/** Encapsulated key of DHKEM(X25519), in bytes. */
export const ENC_BYTES = 32;
/** Tag of AES-GCM, in bytes. */
export const TAG_BYTES = 16;
const WRAPPED_KEY_BYTES = CONTENT_KEY_BYTES + TAG_BYTES;
const WRAP_BYTES = ID_BYTES + ENC_BYTES + WRAPPED_KEY_BYTES;

/** The content key, sealed to one recipient. */
export interface Wrap {
  readonly recipientKeyId: Uint8Array;
  readonly enc: Uint8Array;
  /** Sealed content key and tag. */
  readonly wrappedKey: Uint8Array;
}

/** A body of suite 2, cut into its parts. */
export interface WrappedBody {
  readonly wraps: readonly Wrap[];
  /** Count and wraps as they travelled: part of what the contents are bound to. */
  readonly prefix: Uint8Array;
  /** Sealed contents and tag. */
  readonly ciphertext: Uint8Array;
}

/** What suite 2 adds to the plaintext, in bytes. */
export function wrappedOverheadBytes(recipients: number): number {
  return 1 + recipients * WRAP_BYTES + TAG_BYTES;
}

export function encodeWraps(wraps: readonly Wrap[]): Uint8Array {
  const bytes = new Uint8Array(1 + wraps.length * WRAP_BYTES);
  bytes[0] = wraps.length;
  let at = 1;
  for (const { recipientKeyId, enc, wrappedKey } of wraps) {
    for (const part of [recipientKeyId, enc, wrappedKey]) {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return bytes;
}

/**
 * Form alone: whether keys and contents belong together is known when one of the keys opens them.
 * @param ownerKeyId whose key the first wrap must be for: the header's `to`
 * @throws SottoError ENVELOPE_INVALID
 */
export function parseWrappedBody(body: Uint8Array, ownerKeyId: Uint8Array): WrappedBody {
  const count = body[0] ?? 0;
  if (count < 1 || count > MAX_RECIPIENTS) throw new SottoError("ENVELOPE_INVALID", "body: number of keys");
  const end = 1 + count * WRAP_BYTES;
  if (body.length <= end + TAG_BYTES) throw new SottoError("ENVELOPE_INVALID", "body: too short");
  const wraps = Array.from({ length: count }, (_, index) => wrapAt(body, 1 + index * WRAP_BYTES));
  const [first] = wraps;
  if (first === undefined || !equalBytes(first.recipientKeyId, ownerKeyId)) {
    throw new SottoError("ENVELOPE_INVALID", "body: the first key is not the owner's");
  }
  const isDouble = wraps.some(({ recipientKeyId }, index) =>
    wraps.slice(0, index).some((other) => equalBytes(other.recipientKeyId, recipientKeyId)),
  );
  if (isDouble) throw new SottoError("ENVELOPE_INVALID", "body: two keys for one recipient");
  return { wraps, prefix: body.subarray(0, end), ciphertext: body.subarray(end) };
}

function wrapAt(body: Uint8Array, at: number): Wrap {
  const enc = at + ID_BYTES;
  const key = enc + ENC_BYTES;
  return {
    recipientKeyId: body.subarray(at, enc),
    enc: body.subarray(enc, key),
    wrappedKey: body.subarray(key, key + WRAPPED_KEY_BYTES),
  };
}

/** What a wrapped key is bound to: the header, and whose it is. */
export function wrapAad(headerBytes: Uint8Array, recipientKeyId: Uint8Array): Uint8Array {
  return joined(headerBytes, recipientKeyId);
}

/** What the contents are bound to: the header, and every wrapped key in its place. */
export function contentsAad(headerBytes: Uint8Array, prefix: Uint8Array): Uint8Array {
  return joined(headerBytes, prefix);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
