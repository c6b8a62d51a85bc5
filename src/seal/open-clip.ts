import { SottoError } from "../domain/errors.js";
import { equalBytes } from "./canonical-cbor.js";
import { type ClipContents, decodeContents } from "./clip-contents.js";
import { type Envelope, SUITE_WRAPPED_KEYS, signedBytes } from "./envelope.js";
import type { Opener, TrustedSigner } from "./ports.js";
import { unpad } from "./size-bucket.js";
import { parseWrappedBody } from "./wrapped-body.js";

/**
 * Refuses an envelope unless one of the believed signers signed it, under its own id.
 * @returns the signer
 * @throws SottoError ENVELOPE_SIGNATURE_WRONG
 */
export function verifyEnvelope(envelope: Envelope, trusted: readonly TrustedSigner[]): TrustedSigner {
  const signer = trusted.find((candidate) =>
    equalBytes(candidate.signingKeyId, envelope.header.signingKeyId),
  );
  if (signer === undefined)
    throw new SottoError("ENVELOPE_SIGNATURE_WRONG", "signed by a key that is not trusted");
  // A receipt names the device it is for; clips and tombstones name the device that made them.
  if (envelope.header.kind !== "receipt" && !equalBytes(signer.deviceId, envelope.header.deviceId)) {
    throw new SottoError("ENVELOPE_SIGNATURE_WRONG", "signed by one device in the name of another");
  }
  if (!signer.verify(signedBytes(envelope.headerBytes, envelope.body), envelope.signature)) {
    throw new SottoError("ENVELOPE_SIGNATURE_WRONG", "the signature does not fit");
  }
  return signer;
}

/**
 * Opens a clip whose signature was verified.
 * @param openers the reader's keys, of today and of before; the first that the clip was sealed to is used
 * @throws SottoError ENVELOPE_NOT_FOR_US, ENVELOPE_OPEN_FAILED, ENVELOPE_INVALID
 */
export async function openClip(envelope: Envelope, openers: readonly Opener[]): Promise<ClipContents> {
  const { header, headerBytes, body } = envelope;
  if (header.kind !== "clip") throw new SottoError("ENVELOPE_INVALID", "not a clip");
  const opener = openers.find(({ recipientKeyId }) => isRecipient(envelope, recipientKeyId));
  if (opener === undefined) throw new SottoError("ENVELOPE_NOT_FOR_US", "sealed to none of the keys here");
  const padded =
    header.suite === SUITE_WRAPPED_KEYS
      ? await opener.openWrapped(parseWrappedBody(body, header.recipientKeyId), headerBytes)
      : await opener.open(body, headerBytes);
  return decodeContents(unpad(padded));
}

/** Whether a clip says that this key opens it. */
export function isRecipient({ recipients }: Envelope, keyId: Uint8Array): boolean {
  return recipients.some((recipient) => equalBytes(recipient, keyId));
}
