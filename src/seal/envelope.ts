import { SottoError } from "../domain/errors.js";
import { type CborValue, decodeCanonical, encodeCanonical, MapFields } from "./canonical-cbor.js";
import { ID_BYTES } from "./identifier.js";
import { MAX_MESSAGE_BYTES, SIZE_BUCKETS, type SizeBucket } from "./size-bucket.js";
import { parseWrappedBody } from "./wrapped-body.js";

export { ID_BYTES } from "./identifier.js";

/** The version of the format this code writes and reads. */
export const ENVELOPE_VERSION = 1;

export const ENVELOPE_KINDS = ["clip", "receipt", "tombstone"] as const;
export type EnvelopeKind = (typeof ENVELOPE_KINDS)[number];

/** Ed25519, RFC 8032. */
export const SIGNATURE_BYTES = 64;

/** The body is in clear: receipts and tombstones, which a keeper without any private key must read. */
export const SUITE_CLEAR = 0;
/** HPKE base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM; the body is enc (32 bytes) then ciphertext. */
export const SUITE_HPKE_X25519_AES128GCM = 1;
/** Contents under a key of their own, which suite 1's HPKE seals to each recipient: see wrapped-body.ts. */
export const SUITE_WRAPPED_KEYS = 2;
export const CLIP_SUITES = [SUITE_HPKE_X25519_AES128GCM, SUITE_WRAPPED_KEYS] as const;
export type ClipSuite = (typeof CLIP_SUITES)[number];

/** Receipts and tombstones are small; a larger one is refused before it is read. */
export const MAX_NOTICE_BODY_BYTES = 8_192;

interface CommonHeader {
  /** Random, 16 bytes; the same message sent twice has the same id. */
  readonly messageId: Uint8Array;
  /** Hash of the device's public signing key, 16 bytes. For a receipt, the device it is for. */
  readonly deviceId: Uint8Array;
  /** Clip and tombstone: the owner's key, which names the house's feed. Receipt: the signing key of the device that it answers. 16 bytes. */
  readonly recipientKeyId: Uint8Array;
  /** Whose key signed, 16 bytes. */
  readonly signingKeyId: Uint8Array;
}

/** What travels in clear and is authenticated twice (signature, AAD). Never a name, a transcript or a time. */
export type EnvelopeHeader =
  | (CommonHeader & {
      readonly kind: "clip";
      readonly suite: ClipSuite;
      /** Length of the whole message, in bytes. */
      readonly bucket: SizeBucket;
    })
  | (CommonHeader & {
      readonly kind: "receipt" | "tombstone";
      readonly suite: typeof SUITE_CLEAR;
      readonly bucket: 0;
    });

/** A message that has the right form. Nothing is known yet about who made it: see verifyEnvelope. */
export interface Envelope {
  readonly header: EnvelopeHeader;
  /** The header exactly as it travelled: the AAD of the body. */
  readonly headerBytes: Uint8Array;
  readonly body: Uint8Array;
  /** Ids of the keys that a clip was sealed to, the owner's first; empty for what travels in clear. */
  readonly recipients: readonly Uint8Array[];
  readonly signature: Uint8Array;
}

const HEADER_KEYS = ["sotto", "kind", "id", "device", "to", "by", "suite", "bucket"] as const;

export function encodeHeader(header: EnvelopeHeader): Uint8Array {
  return encodeCanonical(
    new Map<string, CborValue>([
      ["sotto", ENVELOPE_VERSION],
      ["kind", header.kind],
      ["id", header.messageId],
      ["device", header.deviceId],
      ["to", header.recipientKeyId],
      ["by", header.signingKeyId],
      ["suite", header.suite],
      ["bucket", header.bucket],
    ]),
  );
}

/** What the signature covers. The header delimits itself, so the concatenation can be cut in one way only. */
export function signedBytes(headerBytes: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes.length + body.length);
  bytes.set(headerBytes);
  bytes.set(body, headerBytes.length);
  return bytes;
}

/** The whole message: a CBOR array of header, body and signature, each a byte string. */
export function encodeEnvelope(headerBytes: Uint8Array, body: Uint8Array, signature: Uint8Array): Uint8Array {
  return encodeCanonical([headerBytes, body, signature]);
}

/** Bytes that the frame around a body of `bodyLength` takes. */
export function frameBytes(headerBytes: Uint8Array, bodyLength: number): number {
  return (
    1 + byteString(headerBytes.length) + (byteString(bodyLength) - bodyLength) + byteString(SIGNATURE_BYTES)
  );
}

/** Length of a CBOR byte string of `length` bytes, its head included; up to 4 GB. */
function byteString(length: number): number {
  if (length < 24) return length + 1;
  if (length < 0x100) return length + 2;
  return length < 0x1_0000 ? length + 3 : length + 5;
}

/**
 * The one parser, for all kinds. Whatever the bytes, it returns an envelope or throws a coded error.
 * @throws SottoError ENVELOPE_TOO_LARGE, ENVELOPE_INVALID, ENVELOPE_VERSION_UNKNOWN
 */
export function parseEnvelope(message: Uint8Array): Envelope {
  if (message.length > MAX_MESSAGE_BYTES)
    throw new SottoError("ENVELOPE_TOO_LARGE", `${message.length} bytes`);
  const parts = decodeCanonical(message, "message");
  if (!Array.isArray(parts) || parts.length !== 3)
    throw new SottoError("ENVELOPE_INVALID", "not three parts");
  const [headerBytes, body, signature] = parts.map((part: unknown) => {
    if (!(part instanceof Uint8Array)) throw new SottoError("ENVELOPE_INVALID", "a part is no byte string");
    return Uint8Array.from(part);
  });
  if (headerBytes === undefined || body === undefined || signature?.length !== SIGNATURE_BYTES) {
    throw new SottoError("ENVELOPE_INVALID", "signature length");
  }
  const header = parseHeader(headerBytes);
  if (header.kind === "clip" ? header.bucket !== message.length : body.length > MAX_NOTICE_BODY_BYTES) {
    throw new SottoError("ENVELOPE_INVALID", `length of a ${header.kind}`);
  }
  return { header, headerBytes, body, recipients: recipientsOf(header, body), signature };
}

function recipientsOf(
  { kind, suite, recipientKeyId }: EnvelopeHeader,
  body: Uint8Array,
): readonly Uint8Array[] {
  if (kind !== "clip") return [];
  if (suite === SUITE_HPKE_X25519_AES128GCM) return [recipientKeyId];
  return parseWrappedBody(body, recipientKeyId).wraps.map((wrap) => wrap.recipientKeyId);
}

function parseHeader(bytes: Uint8Array): EnvelopeHeader {
  const decoded = decodeCanonical(bytes, "header");
  if (decoded instanceof Map && decoded.has("sotto") && decoded.get("sotto") !== ENVELOPE_VERSION) {
    throw new SottoError("ENVELOPE_VERSION_UNKNOWN", "the header's version is not 1");
  }
  const fields = new MapFields(decoded, "header", HEADER_KEYS);
  const kind = fields.word("kind", ENVELOPE_KINDS);
  const common: CommonHeader = {
    messageId: fields.bytes("id", ID_BYTES),
    deviceId: fields.bytes("device", ID_BYTES),
    recipientKeyId: fields.bytes("to", ID_BYTES),
    signingKeyId: fields.bytes("by", ID_BYTES),
  };
  const number = fields.uint("suite", 0xffff);
  const length = fields.uint("bucket", MAX_MESSAGE_BYTES);
  if (kind === "clip") {
    const bucket = SIZE_BUCKETS.find((candidate) => candidate === length);
    if (bucket === undefined) throw fields.wrong("bucket");
    const suite = CLIP_SUITES.find((candidate) => candidate === number);
    if (suite === undefined) throw fields.wrong("suite");
    return { ...common, kind, suite, bucket };
  }
  if (length !== 0) throw fields.wrong("bucket");
  if (number !== SUITE_CLEAR) throw fields.wrong("suite");
  return { ...common, kind, suite: SUITE_CLEAR, bucket: 0 };
}
