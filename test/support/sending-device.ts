import { BrokerLink } from "../../src/deliver/edge/broker-link.js";
import { type BrokerFiles, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { clipTopic, receiptTopic, tombstoneTopic } from "../../src/deliver/topics.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { codeOf, type ErrorCode } from "../../src/domain/errors.js";
import { pinnedKeepers } from "../../src/keys/edge/pinned-keepers.js";
import { toHex } from "../../src/seal/canonical-cbor.js";
import { parseEnvelope } from "../../src/seal/envelope.js";
import { decodeReceipt, type ReceiptOutcome } from "../../src/seal/notices.js";
import { verifyEnvelope } from "../../src/seal/open-clip.js";
import type { KeptHouse } from "./kept-house.js";

/** Without a receipt for so long, everything that has none is sent again. */
const RESEND_MS = 300;

/** A device as a keeper knows it: it sends what it holds until a receipt of a pinned keeper answers it. */
export class SendingDevice {
  readonly #house: KeptHouse;
  readonly #link: BrokerLink;
  readonly #pending = new Map<string, { readonly topic: string; readonly message: Uint8Array }>();
  readonly #ending = new AbortController();
  readonly #work: Promise<void>;
  /** By message id; the newest answer. */
  readonly outcomes = new Map<string, ReceiptOutcome>();
  readonly refused: ErrorCode[] = [];
  receipts = 0;

  constructor(house: KeptHouse, files: BrokerFiles) {
    this.#house = house;
    this.#link = new BrokerLink({
      settings: loadBrokerSettings(files),
      clientId: house.deviceId,
      clock: systemClock,
      random: Math.random,
      backOff: { firstMs: 20, mostMs: 100 },
      onMessage: (_topic, payload) => Promise.resolve(this.#hear(payload)),
      onSession: (session) => session.subscribe([receiptTopic(house.deviceId)]),
    });
    this.#work = this.#resend();
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** A clip or a tombstone. */
  send(message: Uint8Array): void {
    const { kind, messageId } = parseEnvelope(message).header;
    const topic = kind === "clip" ? clipTopic(this.#house.deviceId) : tombstoneTopic(this.#house.deviceId);
    this.#pending.set(toHex(messageId), { topic, message });
    void this.#publish(topic, message);
  }

  /** Anything on any topic, once. */
  async publish(topic: string, payload: Uint8Array): Promise<void> {
    await this.#link.ready(AbortSignal.timeout(5_000));
    await this.#publish(topic, payload);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#link.close();
    await this.#work;
  }

  async #publish(topic: string, payload: Uint8Array): Promise<void> {
    await this.#link.session?.publish({ topic, payload, retain: false }, 2_000);
  }

  async #resend(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      await systemClock.sleep(RESEND_MS, this.#ending.signal).catch(() => undefined);
      const due = [...this.#pending.values()].slice(0, 16);
      await Promise.all(due.map(({ topic, message }) => this.#publish(topic, message)));
    }
  }

  #hear(payload: Uint8Array): void {
    try {
      const envelope = parseEnvelope(payload);
      verifyEnvelope(envelope, pinnedKeepers(this.#house.folders.uplink));
      const { of, outcome } = decodeReceipt(envelope.body);
      this.receipts += 1;
      this.outcomes.set(toHex(of), outcome);
      this.#pending.delete(toHex(of));
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      this.refused.push(code);
    }
  }
}
