import { SottoError } from "../domain/errors.js";
import { equalBytes, toHex } from "../seal/canonical-cbor.js";
import { parseEnvelope } from "../seal/envelope.js";
import { decodeReceipt, type ReceiptOutcome } from "../seal/notices.js";
import { verifyEnvelope } from "../seal/open-clip.js";
import type { TrustedSigner } from "../seal/ports.js";

/** Who may sign, and whose messages are answered. */
export interface ReceiptOrigin {
  /**
   * The keepers that are believed now, each as much as another: asked for each receipt.
   * @throws SottoError KEY_INVALID, FILE_UNREADABLE when the pinned keys can't be read
   */
  keepers(): readonly TrustedSigner[];
  readonly device: TrustedSigner;
}

/** A pinned keeper said this to this device. Whether anybody waits for it is another question. */
export interface CheckedReceipt {
  /** Id of the answered message, in hex. */
  readonly of: string;
  readonly outcome: ReceiptOutcome;
  readonly message: Uint8Array;
}

/**
 * Any client that a broker lets in may write to our topic of receipts, so nothing about one is believed before its
 * signature.
 * @throws SottoError ENVELOPE_INVALID, ENVELOPE_TOO_LARGE, ENVELOPE_VERSION_UNKNOWN, ENVELOPE_SIGNATURE_WRONG,
 * ENVELOPE_NOT_FOR_US for another device's
 */
export function checkReceipt(message: Uint8Array, origin: ReceiptOrigin): CheckedReceipt {
  const { device } = origin;
  const envelope = parseEnvelope(message);
  const { header } = envelope;
  if (header.kind !== "receipt") throw new SottoError("ENVELOPE_INVALID", `a ${header.kind}, no receipt`);
  verifyEnvelope(envelope, origin.keepers());
  if (
    !equalBytes(header.deviceId, device.deviceId) ||
    !equalBytes(header.recipientKeyId, device.signingKeyId)
  ) {
    throw new SottoError("ENVELOPE_NOT_FOR_US", "a receipt for another device");
  }
  const { of, outcome } = decodeReceipt(envelope.body);
  return { of: toHex(of), outcome, message };
}
