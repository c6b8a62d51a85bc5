import { clipTopic } from "../deliver/topics.js";
import type { Clock } from "../domain/clock.js";
import { codeOf, type ErrorCode, SottoError } from "../domain/errors.js";
import type { PersonalType } from "../domain/personal-type.js";
import { equalBytes, toHex } from "../seal/canonical-cbor.js";
import { type ClipContents, kindsRemoved } from "../seal/clip-contents.js";
import { type Envelope, parseEnvelope } from "../seal/envelope.js";
import { openClip, verifyEnvelope } from "../seal/open-clip.js";
import type { Opener, TrustedSigner } from "../seal/ports.js";
import type { ClipStore, StoredClip } from "./clip-store.js";

/** What became of a message. Refused ones are dropped: keeping them would let strangers fill the folder. */
export type Reception =
  | { readonly kind: "stored"; readonly messageId: string }
  | { readonly kind: "duplicate"; readonly messageId: string }
  | { readonly kind: "refused"; readonly code: ErrorCode };

export interface ReaderCounts {
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly refused: number;
  /** Of the stored ones, those that had to go for newer ones. */
  readonly evicted: number;
}

/** A clip in the clear, for the owner. */
export interface OpenedClip extends ClipContents {
  readonly messageId: string;
  /** The device that made it: 32 hex digits. */
  readonly deviceId: string;
  /** What was cut, each kind once. */
  readonly kinds: readonly PersonalType[];
}

export interface ReaderOptions {
  readonly store: ClipStore;
  readonly trusted: readonly TrustedSigner[];
  readonly opener: Opener;
  readonly clock: Clock;
  readonly observe?: (reception: Reception) => void;
}

/** Takes in what trusted devices sealed to this owner, keeps it sealed, and opens single clips on demand. */
export class Reader {
  readonly #options: ReaderOptions;
  #counts = { received: 0, stored: 0, duplicates: 0, refused: 0, evicted: 0 };

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  get counts(): ReaderCounts {
    return { ...this.#counts };
  }

  /**
   * @throws SottoError FILE_UNREADABLE when the clip could not be stored: then it must not be acknowledged, and
   * the broker keeps it
   */
  async receive(topic: string, message: Uint8Array): Promise<Reception> {
    this.#counts.received += 1;
    const reception = await this.#take(topic, message);
    this.#options.observe?.(reception);
    return reception;
  }

  /** Every clip here, in the order of arrival; says nothing that needs the key. */
  list(): Promise<readonly StoredClip[]> {
    return this.#options.store.list();
  }

  /**
   * The one clip whose id begins with `prefix`.
   * @throws SottoError CLIP_MISSING, USAGE when several do
   */
  async find(prefix: string): Promise<StoredClip> {
    const found = (await this.list()).filter(({ messageId }) => messageId.startsWith(prefix));
    const [clip, ...others] = found;
    if (clip === undefined) throw new SottoError("CLIP_MISSING", "no id begins so");
    if (others.length > 0) throw new SottoError("USAGE", `${found.length} ids begin so: give more of it`);
    return clip;
  }

  /**
   * Checks the signature again, since files can change, and opens with the owner's key.
   * @throws SottoError CLIP_MISSING, ENVELOPE_*
   */
  async open(messageId: string): Promise<OpenedClip> {
    const envelope = this.#check(await this.#options.store.get(messageId));
    if (toHex(envelope.header.messageId) !== messageId) {
      throw new SottoError("ENVELOPE_INVALID", "the file holds another message than its name says");
    }
    const contents = await openClip(envelope, this.#options.opener);
    return {
      ...contents,
      messageId,
      deviceId: toHex(envelope.header.deviceId),
      kinds: kindsRemoved(contents.removed),
    };
  }

  /** Deletes here only; the tombstone that deletes elsewhere is the next release's. @throws SottoError CLIP_MISSING */
  remove(messageId: string): Promise<void> {
    return this.#options.store.remove(messageId);
  }

  async #take(topic: string, message: Uint8Array): Promise<Reception> {
    let envelope: Envelope;
    try {
      envelope = this.#check(message);
      if (topic !== clipTopic(toHex(envelope.header.deviceId))) {
        throw new SottoError("ENVELOPE_SIGNATURE_WRONG", "came on another device's topic");
      }
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      this.#counts.refused += 1;
      return { kind: "refused", code };
    }
    const messageId = toHex(envelope.header.messageId);
    const put = await this.#options.store.put(messageId, message, this.#options.clock.wallMs());
    if (put.kind === "duplicate") {
      this.#counts.duplicates += 1;
      return { kind: "duplicate", messageId };
    }
    this.#counts.stored += 1;
    this.#counts.evicted += put.evicted.length;
    return { kind: "stored", messageId };
  }

  /** Form, signature, trusted device, our key. */
  #check(message: Uint8Array): Envelope {
    const envelope = parseEnvelope(message);
    if (envelope.header.kind !== "clip") throw new SottoError("ENVELOPE_INVALID", "not a clip");
    verifyEnvelope(envelope, this.#options.trusted);
    if (!equalBytes(envelope.header.recipientKeyId, this.#options.opener.recipientKeyId)) {
      throw new SottoError("ENVELOPE_NOT_FOR_US", "sealed to another owner");
    }
    return envelope;
  }
}
