import { SottoError } from "../domain/errors.js";
import type { EncodedClip } from "../encode/encoded-clip.js";
import { toHex } from "./canonical-cbor.js";
import { type ClipContents, type ClipDetails, encodeContents } from "./clip-contents.js";
import {
  type EnvelopeHeader,
  encodeEnvelope,
  encodeHeader,
  frameBytes,
  ID_BYTES,
  parseEnvelope,
  signedBytes,
} from "./envelope.js";
import { verifyEnvelope } from "./open-clip.js";
import type { RandomBytes, Sealer, Signer, TrustedSigner } from "./ports.js";
import { pad, SIZE_BUCKETS, type SizeBucket } from "./size-bucket.js";

/** Who seals, who signs, and where message ids come from. */
export interface SealingKeys {
  readonly sealer: Sealer;
  readonly signer: Signer;
  readonly random: RandomBytes;
}

/** Whose message it must be, and for whom. */
export interface ExpectedOrigin {
  readonly device: TrustedSigner;
  /**
   * Whether this is the id of a key of the owner's, today's or one of before: what was sealed before a rotation is still
   * on its way. Asked for each message.
   * @throws SottoError KEY_INVALID, FILE_UNREADABLE when the pinned keys can't be read
   */
  isOwner(keyId: Uint8Array): boolean;
}

/** A clip that only its owner and the readers beside the owner can open: the one thing that may be stored or sent. */
export class SealedClip {
  readonly #message: Uint8Array;
  /** 128 random bits in hex; the same clip sent twice has the same id. */
  readonly messageId: string;
  readonly bucket: SizeBucket;

  private constructor(message: Uint8Array, messageId: string, bucket: SizeBucket) {
    this.#message = message;
    this.messageId = messageId;
    this.bucket = bucket;
  }

  /**
   * Seals a verified, encoded clip to the recipients' keys and signs it with the device's.
   * @throws SottoError ENVELOPE_TOO_LARGE when the largest bucket does not hold it.
   */
  static async seal(clip: EncodedClip, details: ClipDetails, keys: SealingKeys): Promise<SealedClip> {
    const contents: ClipContents = {
      ...details,
      durationMs: Math.round(clip.durationMs),
      media: clip.media === "audio/ogg" ? "audio/ogg; codecs=opus" : clip.media,
      payload: clip.bytes,
    };
    const sealed = await sealContents(contents, keys);
    return new SealedClip(sealed.message, toHex(sealed.messageId), sealed.bucket);
  }

  /**
   * Bytes that crossed a process border or lay on a disk: a type does not cross either, so form, kind, size, device,
   * recipient and signature are looked at again.
   * @throws SottoError ENVELOPE_INVALID, ENVELOPE_TOO_LARGE, ENVELOPE_VERSION_UNKNOWN, ENVELOPE_SIGNATURE_WRONG,
   * ENVELOPE_NOT_FOR_US
   */
  static checked(message: Uint8Array, expected: ExpectedOrigin): SealedClip {
    const envelope = parseEnvelope(message);
    const { header } = envelope;
    if (header.kind !== "clip") throw new SottoError("ENVELOPE_INVALID", `a ${header.kind}, not a clip`);
    verifyEnvelope(envelope, [expected.device]);
    if (!expected.isOwner(header.recipientKeyId)) {
      throw new SottoError("ENVELOPE_NOT_FOR_US", "sealed to another owner than the pinned one");
    }
    return new SealedClip(Uint8Array.from(message), toHex(header.messageId), header.bucket);
  }

  /** The whole message, for the transport and the outbox. A copy: what was signed does not change. */
  get message(): Uint8Array {
    return Uint8Array.from(this.#message);
  }
}

/**
 * The bytes of a sealed message. Only SealedClip turns them into something that may be sent; the test vectors
 * are made with this.
 */
export async function sealContents(
  contents: ClipContents,
  keys: SealingKeys,
): Promise<{ readonly message: Uint8Array; readonly messageId: Uint8Array; readonly bucket: SizeBucket }> {
  const plaintext = encodeContents(contents);
  const messageId = keys.random(ID_BYTES);
  for (const bucket of SIZE_BUCKETS) {
    const header: EnvelopeHeader = {
      kind: "clip",
      messageId,
      deviceId: keys.signer.deviceId,
      recipientKeyId: keys.sealer.recipientKeyId,
      signingKeyId: keys.signer.signingKeyId,
      suite: keys.sealer.suite,
      bucket,
    };
    const headerBytes = encodeHeader(header);
    // The frame's own length depends on the body's by the width of one CBOR length; that is settled from above.
    const bodyLength = bucket - frameBytes(headerBytes, bucket);
    const padded = bodyLength - keys.sealer.overheadBytes;
    if (plaintext.length >= padded) continue;
    const body = await keys.sealer.seal(pad(plaintext, padded), headerBytes);
    const message = encodeEnvelope(headerBytes, body, keys.signer.sign(signedBytes(headerBytes, body)));
    if (message.length !== bucket) throw new SottoError("INTERNAL", "a sealed clip missed its size bucket");
    return { message, messageId, bucket };
  }
  throw new SottoError("ENVELOPE_TOO_LARGE", `${plaintext.length} bytes of contents`);
}
