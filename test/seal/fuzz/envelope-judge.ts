import { equalBytes } from "../../../src/seal/canonical-cbor.js";
import {
  type Envelope,
  encodeEnvelope,
  encodeHeader,
  ID_BYTES,
  MAX_NOTICE_BODY_BYTES,
  parseEnvelope,
  signedBytes,
} from "../../../src/seal/envelope.js";
import { decodeReceipt, decodeTombstone, encodeReceipt, encodeTombstone } from "../../../src/seal/notices.js";
import { openClip, verifyEnvelope } from "../../../src/seal/open-clip.js";
import { MAX_MESSAGE_BYTES, SIZE_BUCKETS } from "../../../src/seal/size-bucket.js";
import type { Input } from "./envelope-inputs.js";
import { type Judgement, tried, triedLater } from "./judgement.js";
import type { ValidWorld } from "./valid-messages.js";

/** Opening costs a key agreement, so of those that parse one in so many is tried. */
const OPEN_ONE_IN = 8;

/** The code under test; a test of the judge puts a faulty one in its place. */
export interface EnvelopeCode {
  readonly parse: typeof parseEnvelope;
  readonly verify: typeof verifyEnvelope;
  readonly open: typeof openClip;
}
export const ENVELOPE_CODE: EnvelopeCode = { parse: parseEnvelope, verify: verifyEnvelope, open: openClip };

/** Says of each input whether parser, signature check and opening did what docs/clip-format.md promises. */
export class EnvelopeJudge {
  readonly #world: ValidWorld;
  readonly #code: EnvelopeCode;
  readonly #valid: readonly { readonly message: Uint8Array; readonly envelope: Envelope }[];
  #parsed = 0;

  constructor(world: ValidWorld, code: EnvelopeCode = ENVELOPE_CODE) {
    this.#world = world;
    this.#code = code;
    this.#valid = [...new Set(world.messages)].map((message) => ({
      message,
      envelope: parseEnvelope(message),
    }));
  }

  /** The parser and what follows it up to the signature; never waits. */
  judge({ bytes, isWellFormed }: Input): Judgement & { readonly envelope?: Envelope } {
    const codes = ["ENVELOPE_TOO_LARGE", "ENVELOPE_INVALID", "ENVELOPE_VERSION_UNKNOWN"] as const;
    const parsed = tried(codes, () => this.#code.parse(bytes));
    if (parsed.kind === "crashed") return { outcome: "crash", finding: `the parser threw ${parsed.what}` };
    if (parsed.kind === "refused") {
      const isTooLong = bytes.length > MAX_MESSAGE_BYTES;
      if (isTooLong !== (parsed.code === "ENVELOPE_TOO_LARGE")) return wrong("a length was judged wrongly");
      if (isWellFormed) return wrong("a message of the right form was refused");
      return { outcome: parsed.code };
    }
    const envelope = parsed.value;
    const again = encodeEnvelope(encodeHeader(envelope.header), envelope.body, envelope.signature);
    if (!equalBytes(again, bytes)) return wrong("it parsed, and encodes to other bytes");
    const broken = brokenRule(envelope, bytes.length);
    if (broken !== undefined) return wrong(broken);
    return this.#signed(envelope, bytes);
  }

  /**
   * The seal by itself, for one in so many that parse: whatever the signature, only what the owner's sender sealed may
   * open.
   */
  async judgeSeal(envelope: Envelope): Promise<Judgement | undefined> {
    this.#parsed += 1;
    if (this.#parsed % OPEN_ONE_IN !== 0) return undefined;
    const codes = ["ENVELOPE_INVALID", "ENVELOPE_NOT_FOR_US", "ENVELOPE_OPEN_FAILED"] as const;
    const opened = await triedLater(codes, () => this.#code.open(envelope, [this.#world.opener]));
    if (opened.kind === "crashed") return { outcome: "crash", finding: `opening threw ${opened.what}` };
    const sent = signedBytes(envelope.headerBytes, envelope.body);
    const isSealed = this.#valid.some(
      ({ envelope: { header, headerBytes, body } }) =>
        header.kind === "clip" && equalBytes(sent, signedBytes(headerBytes, body)),
    );
    if (opened.kind === "value") {
      return isSealed
        ? { outcome: "header and body of a valid clip: opens" }
        : wrong("it opened, and nobody sealed it");
    }
    if (isSealed) return wrong("a valid clip does not open");
    return { outcome: `parsed as a ${envelope.header.kind}, opening refused: ${opened.code}` };
  }

  #signed(envelope: Envelope, bytes: Uint8Array): Judgement & { readonly envelope?: Envelope } {
    const { kind } = envelope.header;
    const verified = tried(["ENVELOPE_SIGNATURE_WRONG"], () =>
      this.#code.verify(envelope, this.#world.trusted),
    );
    if (verified.kind === "crashed") return wrong(`the signature check threw ${verified.what}`);
    const isValid = this.#valid.some(({ message }) => equalBytes(message, bytes));
    if (verified.kind === "value" && !isValid) return wrong("it verifies, and nobody signed it");
    if (verified.kind === "refused" && isValid) return wrong("a valid message does not verify");
    const notice = kind === "clip" ? undefined : noticeFinding(kind, envelope.body);
    if (notice !== undefined) return wrong(notice);
    return {
      outcome: isValid ? "byte for byte the valid message" : `parsed as a ${kind}, signature refused`,
      envelope,
    };
  }
}

function wrong(finding: string): Judgement {
  return { outcome: "false accept or refusal", finding };
}

/** The rules of the format that its canonical form does not say. */
function brokenRule({ header, body, signature }: Envelope, length: number): string | undefined {
  const ids = [header.messageId, header.deviceId, header.recipientKeyId, header.signingKeyId];
  if (ids.some((id) => id.length !== 16)) return "an id of another length";
  if (signature.length !== 64) return "a signature of another length";
  // As plain numbers: that the parser's types exclude the rest is what is in doubt here.
  const { bucket, suite }: { readonly bucket: number; readonly suite: number } = header;
  if (header.kind === "clip") {
    const isBucket = SIZE_BUCKETS.some((each) => each === length);
    if (!isBucket || bucket !== length) return "a clip whose length is not its bucket";
    return suite === 0 ? "a clip in clear" : undefined;
  }
  if (bucket !== 0 || suite !== 0) return "a sealed notice";
  return body.length > MAX_NOTICE_BODY_BYTES ? "a notice that is too long" : undefined;
}

/** Bodies in clear have one form too, whoever signed them. */
function noticeFinding(kind: "receipt" | "tombstone", body: Uint8Array): string | undefined {
  const decoded = tried(["ENVELOPE_INVALID"], () =>
    kind === "receipt" ? decodeReceipt(body) : decodeTombstone(body),
  );
  if (decoded.kind === "crashed") return `the body of a ${kind} threw ${decoded.what}`;
  if (decoded.kind === "refused") return undefined;
  const { value } = decoded;
  const again = "of" in value ? encodeReceipt(value) : encodeTombstone(value);
  if (!equalBytes(again, body)) return `the body of a ${kind} has two forms`;
  if ("ids" in value && (value.ids.length === 0 || value.ids.some((id) => id.length !== ID_BYTES))) {
    return "a tombstone that names nothing, or no ids";
  }
  return undefined;
}
