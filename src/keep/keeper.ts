import { keeperTopic } from "../deliver/topics.js";
import type { Clock } from "../domain/clock.js";
import { codeOf, type ErrorCode, SottoError } from "../domain/errors.js";
import { equalBytes, toHex } from "../seal/canonical-cbor.js";
import { type Envelope, ID_BYTES, parseEnvelope } from "../seal/envelope.js";
import { decodeTombstone, encodeReceipt, type ReceiptOutcome, signNotice } from "../seal/notices.js";
import { verifyEnvelope } from "../seal/open-clip.js";
import type { RandomBytes, Signer, TrustedSigner } from "../seal/ports.js";
import { MAX_MESSAGE_BYTES } from "../seal/size-bucket.js";
import type { ClipKeep } from "./clip-keep.js";

/** A device whose clips are kept, and whose they are. */
export interface KeptSigner extends TrustedSigner {
  /** Device id in hex. */
  readonly name: string;
  /** Ids of its owner's keys, 16 bytes each: what was sealed before a rotation is still on its way. */
  readonly ownerKeyIds: readonly Uint8Array[];
}

/** An answer for one device, already signed. */
export interface SignedReceipt {
  /** Device id in hex. */
  readonly device: string;
  readonly message: Uint8Array;
}

/** What became of a clip or a tombstone. Only a message whose keeping is on disk has a receipt. */
export type Verdict =
  | {
      readonly kind: "stored" | "known" | "erased" | "obeyed";
      /** In hex. */
      readonly messageId: string;
      readonly ownerKeyId: Uint8Array;
      readonly bytes: number;
      /** Sealed clips that a tombstone removed. */
      readonly deleted: number;
      readonly receipt: SignedReceipt;
    }
  /** The device has used up its room: no receipt, so the device keeps it. */
  | { readonly kind: "full"; readonly messageId: string }
  | { readonly kind: "refused"; readonly code: ErrorCode };

export interface KeeperCounts {
  readonly received: number;
  readonly stored: number;
  readonly known: number;
  readonly erased: number;
  readonly obeyed: number;
  readonly deleted: number;
  readonly full: number;
  readonly retired: number;
  /** By code; none of them had a receipt. */
  readonly refused: Readonly<Partial<Record<ErrorCode, number>>>;
}

export interface KeeperOptions {
  readonly keep: ClipKeep;
  readonly devices: readonly KeptSigner[];
  readonly signer: Signer;
  readonly clock: Pick<Clock, "wallMs">;
  readonly random: RandomBytes;
}

const DAY_MS = 86_400_000;

/**
 * Takes in what its devices sealed for their owners, keeps it sealed and signs for it. It holds no key that opens
 * anything. A message of a stranger costs a look at its topic, one on a device's topic one signature at most.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #devices: ReadonlyMap<string, KeptSigner>;
  readonly #refused: Partial<Record<ErrorCode, number>> = {};
  #counts = { received: 0, stored: 0, known: 0, erased: 0, obeyed: 0, deleted: 0, full: 0, retired: 0 };

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#devices = new Map(options.devices.map((device) => [device.name, device]));
  }

  get counts(): KeeperCounts {
    return { ...this.#counts, refused: { ...this.#refused } };
  }

  /**
   * Stores or obeys, and signs when that is on disk. Calls may overlap: in which order messages are taken in makes no
   * difference, since an erasure names by id whatever may still be on its way.
   * @throws SottoError STORE_UNWRITABLE, STORE_UNREACHABLE, STORE_DAMAGED: then nothing was signed and nothing may be
   * acknowledged
   */
  async receive(topic: string, message: Uint8Array): Promise<Verdict> {
    this.#counts.received += 1;
    const checked = this.#check(topic, message);
    return "code" in checked ? checked : this.#take(checked.envelope, checked.device, message);
  }

  /** Deletes what is older than so many days, by the keeper's own clock. @throws SottoError STORE_* */
  async retire(retentionDays: number): Promise<number> {
    const retired = await this.#options.keep.retire(this.#options.clock.wallMs() - retentionDays * DAY_MS);
    this.#counts.retired += retired;
    return retired;
  }

  #check(
    topic: string,
    message: Uint8Array,
  ):
    | { readonly envelope: Envelope; readonly device: KeptSigner }
    | Extract<Verdict, { readonly kind: "refused" }> {
    try {
      const branch = keeperTopic(topic);
      const device = branch === undefined ? undefined : this.#devices.get(branch.of);
      if (branch === undefined || device === undefined) {
        throw new SottoError("ENVELOPE_SIGNATURE_WRONG", "nobody's topic, or a device that is not kept for");
      }
      if (message.length > MAX_MESSAGE_BYTES) {
        throw new SottoError("ENVELOPE_TOO_LARGE", `${message.length} bytes`);
      }
      const envelope = parseEnvelope(message);
      if (envelope.header.kind !== branch.kind) {
        throw new SottoError(
          "ENVELOPE_INVALID",
          `a ${envelope.header.kind} on the topic of a ${branch.kind}`,
        );
      }
      verifyEnvelope(envelope, [device]);
      const { recipientKeyId } = envelope.header;
      if (!device.ownerKeyIds.some((ownerKeyId) => equalBytes(ownerKeyId, recipientKeyId))) {
        throw new SottoError("ENVELOPE_NOT_FOR_US", "for another owner than this device's");
      }
      if (envelope.header.kind === "tombstone") decodeTombstone(envelope.body);
      return { envelope, device };
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      this.#refused[code] = (this.#refused[code] ?? 0) + 1;
      return { kind: "refused", code };
    }
  }

  async #take({ header, body }: Envelope, device: KeptSigner, message: Uint8Array): Promise<Verdict> {
    const arrival = {
      messageId: header.messageId,
      deviceId: device.deviceId,
      ownerKeyId: header.recipientKeyId,
      message,
      atMs: this.#options.clock.wallMs(),
    };
    const messageId = toHex(header.messageId);
    const facts = { messageId, ownerKeyId: header.recipientKeyId, bytes: message.length };
    if (header.kind === "tombstone") {
      const obeying = await this.#options.keep.obey(arrival, decodeTombstone(body));
      const kind = obeying.kind;
      const deleted = obeying.kind === "obeyed" ? obeying.deleted : 0;
      this.#counts[kind] += 1;
      this.#counts.deleted += deleted;
      return { kind, ...facts, deleted, receipt: this.#receipt(header.messageId, "erased", device) };
    }
    const kind = await this.#options.keep.store(arrival);
    this.#counts[kind] += 1;
    if (kind === "full") return { kind, messageId };
    const outcome = kind === "erased" ? "erased" : "stored";
    return { kind, ...facts, deleted: 0, receipt: this.#receipt(header.messageId, outcome, device) };
  }

  #receipt(of: Uint8Array, outcome: ReceiptOutcome, device: KeptSigner): SignedReceipt {
    const { signer, random } = this.#options;
    const address = {
      messageId: random(ID_BYTES),
      deviceId: device.deviceId,
      recipientKeyId: device.signingKeyId,
    };
    const message = signNotice("receipt", encodeReceipt({ of, outcome }), address, signer);
    return { device: device.name, message };
  }
}
