import type { Clock } from "../domain/clock.js";
import { codeOf, type ErrorCode, SottoError } from "../domain/errors.js";
import type { PersonalType } from "../domain/personal-type.js";
import { toHex } from "../seal/canonical-cbor.js";
import { type ClipContents, kindsRemoved } from "../seal/clip-contents.js";
import { type Envelope, parseEnvelope } from "../seal/envelope.js";
import { decodeTombstone } from "../seal/notices.js";
import { isRecipient, openClip, verifyEnvelope } from "../seal/open-clip.js";
import type { Opener, TrustedSigner } from "../seal/ports.js";
import type { ClipStore, StoredClip } from "./clip-store.js";
import type { FeedMemory } from "./feed-memory.js";

/** What became of a message. Refused ones are dropped: keeping them would let strangers fill the folder. */
export type Reception =
  | { readonly kind: "stored"; readonly messageId: string }
  /** Here, or was here; or a tombstone that was obeyed before. */
  | { readonly kind: "duplicate"; readonly messageId: string }
  /** A tombstone was obeyed. */
  | { readonly kind: "erased"; readonly messageId: string; readonly removed: number }
  | { readonly kind: "refused"; readonly code: ErrorCode };

export interface ReaderCounts {
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly refused: number;
  /** The same by code. */
  readonly refusals: Readonly<Partial<Record<ErrorCode, number>>>;
  /** Of the stored ones, those that had to go for newer ones. */
  readonly evicted: number;
  /** Clips that tombstones removed here. */
  readonly erased: number;
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
  readonly memory: FeedMemory;
  /** Who is believed until `trust` says otherwise. */
  readonly trusted: readonly TrustedSigner[];
  /** Of every key here, today's first. */
  readonly openers: readonly Opener[];
  /** Whether this is the id of an owner whose feed is followed: their devices' erasures are obeyed. */
  readonly isFollowed: (ownerKeyId: Uint8Array) => boolean;
  readonly clock: Clock;
  readonly observe?: (reception: Reception) => void;
}

/** Takes in what trusted devices sealed to this reader, keeps it sealed, and opens single clips on demand. */
export class Reader {
  readonly #options: ReaderOptions;
  #trusted: readonly TrustedSigner[];
  #counts = { received: 0, stored: 0, duplicates: 0, refused: 0, evicted: 0, erased: 0 };

  readonly #refusals: Partial<Record<ErrorCode, number>> = {};

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#trusted = options.trusted;
  }

  get counts(): ReaderCounts {
    return { ...this.#counts, refusals: { ...this.#refusals } };
  }

  /** Believes these devices from now on, and no other. */
  trust(devices: readonly TrustedSigner[]): void {
    this.#trusted = devices;
  }

  /**
   * Stores a clip, or obeys a tombstone, as its device signed it.
   * @throws SottoError FILE_UNREADABLE when that could not be written: then the feed has to give it again
   */
  async receive(message: Uint8Array): Promise<Reception> {
    this.#counts.received += 1;
    const reception = await this.#take(message);
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
   * Checks the signature again, since files can change, and opens with the first key here that it was sealed to.
   * @throws SottoError CLIP_MISSING, ENVELOPE_*
   */
  async open(messageId: string): Promise<OpenedClip> {
    const envelope = this.#check(await this.#options.store.get(messageId));
    if (toHex(envelope.header.messageId) !== messageId) {
      throw new SottoError("ENVELOPE_INVALID", "the file holds another message than its name says");
    }
    const contents = await openClip(envelope, this.#options.openers);
    return {
      ...contents,
      messageId,
      deviceId: toHex(envelope.header.deviceId),
      kinds: kindsRemoved(contents.removed),
    };
  }

  /** Deletes here only: `sotto erase` on the device deletes everywhere. @throws SottoError CLIP_MISSING */
  remove(messageId: string): Promise<void> {
    return this.#options.store.remove(messageId);
  }

  async #take(message: Uint8Array): Promise<Reception> {
    let envelope: Envelope;
    try {
      envelope = this.#check(message);
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      this.#counts.refused += 1;
      this.#refusals[code] = (this.#refusals[code] ?? 0) + 1;
      return { kind: "refused", code };
    }
    const messageId = toHex(envelope.header.messageId);
    return envelope.header.kind === "tombstone"
      ? this.#obey(messageId, envelope)
      : this.#put(messageId, envelope, message);
  }

  async #put(messageId: string, { header }: Envelope, message: Uint8Array): Promise<Reception> {
    const { store, memory, clock } = this.#options;
    const isErased = memory.isErased({ deviceId: toHex(header.deviceId), messageId });
    const put = isErased ? undefined : await store.put(messageId, message, clock.wallMs());
    if (put === undefined || put.kind === "duplicate") {
      this.#counts.duplicates += 1;
      return { kind: "duplicate", messageId };
    }
    this.#counts.stored += 1;
    this.#counts.evicted += put.evicted.length;
    return { kind: "stored", messageId };
  }

  /**
   * Once for each tombstone: `all` means what came before it, and nothing that comes later. What it deletes is gone
   * before it counts as obeyed, so that a power cut between the two only makes it be obeyed again.
   */
  async #obey(tombstoneId: string, { header, body }: Envelope): Promise<Reception> {
    const { store, memory } = this.#options;
    if (memory.hasObeyed(tombstoneId)) {
      this.#counts.duplicates += 1;
      return { kind: "duplicate", messageId: tombstoneId };
    }
    const target = decodeTombstone(body);
    const deviceId = toHex(header.deviceId);
    const named = target.scope === "listed" ? target.ids.map(toHex) : undefined;
    const here = await this.#ofDevice(deviceId, named);
    const removed = await store.erase(here);
    memory.obeyed(
      tombstoneId,
      (named ?? here).map((messageId) => ({ deviceId, messageId })),
    );
    this.#counts.erased += removed;
    return { kind: "erased", messageId: tombstoneId, removed };
  }

  /** Ids of the clips here, among the named ones or all, that this device made. */
  async #ofDevice(deviceId: string, named: readonly string[] | undefined): Promise<readonly string[]> {
    const wanted = named === undefined ? undefined : new Set(named);
    const ids: string[] = [];
    for (const { messageId } of await this.list()) {
      if (wanted !== undefined && !wanted.has(messageId)) continue;
      if ((await this.#makerOf(messageId)) === deviceId) ids.push(messageId);
    }
    return ids;
  }

  /** Undefined for a file that is gone or no message any more: nobody's, so nobody's to erase. */
  async #makerOf(messageId: string): Promise<string | undefined> {
    try {
      return toHex(parseEnvelope(await this.#options.store.get(messageId)).header.deviceId);
    } catch (error) {
      const code = codeOf(error);
      if (code !== "CLIP_MISSING" && code !== "ENVELOPE_INVALID" && code !== "ENVELOPE_VERSION_UNKNOWN")
        throw error;
      return undefined;
    }
  }

  /** Form, signature, trusted device; a clip for one of our keys, an erasure of an owner who is followed. */
  #check(message: Uint8Array): Envelope {
    const { openers, isFollowed } = this.#options;
    const envelope = parseEnvelope(message);
    if (envelope.header.kind === "receipt") throw new SottoError("ENVELOPE_INVALID", "a receipt");
    verifyEnvelope(envelope, this.#trusted);
    const isForUs =
      envelope.header.kind === "tombstone"
        ? isFollowed(envelope.header.recipientKeyId)
        : openers.some(({ recipientKeyId }) => isRecipient(envelope, recipientKeyId));
    if (!isForUs) throw new SottoError("ENVELOPE_NOT_FOR_US", "for other readers");
    if (envelope.header.kind === "tombstone") decodeTombstone(envelope.body);
    return envelope;
  }
}
