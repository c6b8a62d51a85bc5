import { SottoError } from "../domain/errors.js";
import { type CborValue, decodeCanonical, encodeCanonical, MapFields } from "./canonical-cbor.js";
import {
  type EnvelopeHeader,
  encodeEnvelope,
  encodeHeader,
  ID_BYTES,
  SUITE_CLEAR,
  signedBytes,
} from "./envelope.js";
import type { Signer } from "./ports.js";

/** Why a keeper answers: it holds the sealed clip durably, or it has deleted what a tombstone named. */
export const RECEIPT_OUTCOMES = ["stored", "erased"] as const;
export type ReceiptOutcome = (typeof RECEIPT_OUTCOMES)[number];

/** Body of a receipt: the answer to one message. */
export interface Receipt {
  /** Id of the clip or the tombstone that is answered, 16 bytes. */
  readonly of: Uint8Array;
  readonly outcome: ReceiptOutcome;
}

/** As many as fit well below the bound of a notice's body. */
export const MAX_ERASED_IDS = 400;

/** Body of a tombstone. A range of time is sent as the ids in it: a keeper knows no times. */
export type Tombstone =
  | { readonly scope: "listed"; readonly ids: readonly Uint8Array[] }
  | { readonly scope: "all" };

export function encodeReceipt(receipt: Receipt): Uint8Array {
  return encodeCanonical(
    new Map<string, CborValue>([
      ["of", receipt.of],
      ["outcome", receipt.outcome],
    ]),
  );
}

/** @throws SottoError ENVELOPE_INVALID */
export function decodeReceipt(body: Uint8Array): Receipt {
  const fields = new MapFields(decodeCanonical(body, "receipt"), "receipt", ["of", "outcome"]);
  return { of: fields.bytes("of", ID_BYTES), outcome: fields.word("outcome", RECEIPT_OUTCOMES) };
}

/** @throws SottoError ENVELOPE_TOO_LARGE for more ids than one tombstone takes: send several. */
export function encodeTombstone(tombstone: Tombstone): Uint8Array {
  const ids = tombstone.scope === "listed" ? tombstone.ids : [];
  if (ids.length > MAX_ERASED_IDS) throw new SottoError("ENVELOPE_TOO_LARGE", `${ids.length} ids`);
  return encodeCanonical(
    new Map<string, CborValue>([
      ["scope", tombstone.scope],
      ["ids", ids],
    ]),
  );
}

/** @throws SottoError ENVELOPE_INVALID */
export function decodeTombstone(body: Uint8Array): Tombstone {
  const fields = new MapFields(decodeCanonical(body, "tombstone"), "tombstone", ["scope", "ids"]);
  const ids = fields.list("ids", MAX_ERASED_IDS).map((id) => {
    if (!(id instanceof Uint8Array) || id.length !== ID_BYTES) throw fields.wrong("ids");
    return Uint8Array.from(id);
  });
  const scope = fields.word("scope", ["listed", "all"]);
  if ((scope === "all") !== (ids.length === 0)) throw fields.wrong("ids");
  return scope === "all" ? { scope } : { scope, ids };
}

export interface NoticeAddress {
  readonly messageId: Uint8Array;
  /** For a receipt, the device it is for; a device's own tombstone carries its own id. */
  readonly deviceId: Uint8Array;
  readonly recipientKeyId: Uint8Array;
}

/** Signs a receipt or a tombstone: the body travels in clear, so that it needs no private key to be obeyed. */
export function signNotice(
  kind: "receipt" | "tombstone",
  body: Uint8Array,
  address: NoticeAddress,
  signer: Signer,
): Uint8Array {
  const header: EnvelopeHeader = {
    kind,
    messageId: address.messageId,
    deviceId: address.deviceId,
    recipientKeyId: address.recipientKeyId,
    signingKeyId: signer.signingKeyId,
    suite: SUITE_CLEAR,
    bucket: 0,
  };
  const headerBytes = encodeHeader(header);
  return encodeEnvelope(headerBytes, body, signer.sign(signedBytes(headerBytes, body)));
}
