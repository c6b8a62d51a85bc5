import { join } from "node:path";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { MqttTransport } from "../../src/deliver/edge/mqtt-transport.js";
import type { SenderCounts } from "../../src/deliver/sender-report.js";
import { UplinkSender } from "../../src/deliver/uplink-sender.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { loadUplinkKeys, ownersIn } from "../../src/keys/edge/uplink-keys.js";
import { SqliteOutbox } from "../../src/outbox/edge/sqlite-outbox.js";
import type { Ledger } from "../../src/outbox/outbox.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import type { KeptHouse } from "./kept-house.js";

/** A device's whole way out, with its real outbox, ledger, sender and MQTT, without an ear. */
export class OutboxDevice {
  readonly #outbox: SqliteOutbox;
  readonly #transport: MqttTransport;
  readonly #sender: UplinkSender;

  /** @param url the broker, or several nodes of one cluster with commas between */
  constructor(house: KeptHouse, url: string) {
    const { device, keepers } = loadUplinkKeys(house.folders.uplink);
    const origin = { device, isOwner: ownersIn(house.folders.uplink) };
    this.#outbox = SqliteOutbox.open({
      folder: join(house.folders.uplink, "outbox"),
      bounds: {
        maxClips: 100_000,
        maxBytes: 10_000_000_000,
        maxAgeMs: 1_000_000_000,
        historyMs: 1_000_000_000,
      },
      expected: origin,
      clock: systemClock,
      log: { write: () => undefined },
    });
    this.#transport = new MqttTransport({
      settings: loadBrokerSettings({ url }),
      deviceId: house.deviceId,
      ...{ clock: systemClock, random: Math.random, backOff: { firstMs: 50, mostMs: 1_000 } },
      onReceipt: (message) => this.#sender.receive(message),
    });
    this.#sender = new UplinkSender({
      ...{ outbox: this.#outbox, transport: this.#transport, origin, keepers: () => keepers },
      ...{ clock: systemClock, random: Math.random, observe: () => undefined },
      bounds: { receiptDeadlineMs: 5_000, backOff: { firstMs: 100, mostMs: 2_000 } },
    });
  }

  get ledger(): Ledger {
    return this.#outbox.ledger;
  }

  get counts(): SenderCounts {
    return this.#sender.counts;
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#transport.ready(signal);
  }

  /** On disk first, as the uplink does. */
  accept(clip: SealedClip): void {
    this.#outbox.accept(clip);
    this.#sender.wake();
  }

  async close(): Promise<void> {
    await this.#sender.close();
    await this.#transport.close();
    this.#outbox.close();
  }
}
