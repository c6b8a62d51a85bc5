import { SottoError } from "../domain/errors.js";
import { toHex } from "./canonical-cbor.js";
import { parseEnvelope } from "./envelope.js";
import { decodeTombstone } from "./notices.js";
import { verifyEnvelope } from "./open-clip.js";
import type { ExpectedOrigin } from "./sealed-clip.js";

/** A tombstone that the device signed. Beside a sealed clip the one thing that may be sent. */
export class SignedTombstone {
  readonly #message: Uint8Array;
  readonly messageId: string;
  readonly scope: "listed" | "all";
  /** The clips that it names, in hex; none when it means all. */
  readonly ids: readonly string[];

  private constructor(
    message: Uint8Array,
    messageId: string,
    scope: "listed" | "all",
    ids: readonly string[],
  ) {
    this.#message = message;
    this.messageId = messageId;
    this.scope = scope;
    this.ids = ids;
  }

  /**
   * Bytes that crossed a process border or lay on a disk: form, kind, device, owner and signature.
   * @throws SottoError ENVELOPE_INVALID, ENVELOPE_TOO_LARGE, ENVELOPE_VERSION_UNKNOWN, ENVELOPE_SIGNATURE_WRONG,
   * ENVELOPE_NOT_FOR_US
   */
  static checked(message: Uint8Array, expected: ExpectedOrigin): SignedTombstone {
    const envelope = parseEnvelope(message);
    const { header } = envelope;
    if (header.kind !== "tombstone")
      throw new SottoError("ENVELOPE_INVALID", `a ${header.kind}, no tombstone`);
    verifyEnvelope(envelope, [expected.device]);
    if (!expected.isOwner(header.recipientKeyId)) {
      throw new SottoError("ENVELOPE_NOT_FOR_US", "a tombstone for another owner than the pinned one");
    }
    const body = decodeTombstone(envelope.body);
    const ids = body.scope === "listed" ? body.ids.map(toHex) : [];
    return new SignedTombstone(Uint8Array.from(message), toHex(header.messageId), body.scope, ids);
  }

  /** The whole message. A copy: what was signed does not change. */
  get message(): Uint8Array {
    return Uint8Array.from(this.#message);
  }
}
