import type { Clock } from "../../domain/clock.js";
import type { SealedClip } from "../../seal/sealed-clip.js";
import type { SignedTombstone } from "../../seal/signed-tombstone.js";
import type { BackOffBounds } from "../back-off.js";
import { clipTopic, receiptTopic, statePayload, stateTopic, tombstoneTopic } from "../topics.js";
import type { Connection, LinkStatus, PublishResult, Transport } from "../transport.js";
import { BrokerLink } from "./broker-link.js";
import type { BrokerSettings } from "./broker-settings.js";
import type { OutgoingMessage } from "./mqtt-session.js";

export interface MqttTransportOptions {
  readonly settings: BrokerSettings;
  /** 32 hex digits: client id and branch of topics. */
  readonly deviceId: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Instead of those that suit each way of failing. */
  readonly backOff?: BackOffBounds | undefined;
  readonly connectDeadlineMs?: number;
  readonly publishDeadlineMs?: number;
  /** Seconds. */
  readonly keepaliveS?: number;
  readonly observe?: (status: LinkStatus) => void;
  /** What came on the device's topic of receipts; nothing about it is checked. It must not throw. */
  readonly onReceipt?: (message: Uint8Array) => void;
}

/** A message of 40 KB over a slow line, and the broker's own work; a larger one has more time. */
const PUBLISH_DEADLINE_MS = 20_000;
/** Saying goodbye is not worth more. */
const GOODBYE_DEADLINE_MS = 1_000;

/**
 * Publishes over MQTT with QoS 1 and hears the receipts. A denied topic is seen on MQTT 5 only: on 3.1.1 a broker
 * drops it silently, and the receipt stays away.
 */
export class MqttTransport implements Transport {
  readonly #link: BrokerLink;
  readonly #deviceId: string;
  readonly #publishDeadlineMs: number;

  constructor(options: MqttTransportOptions) {
    const { deviceId, onReceipt } = options;
    this.#deviceId = deviceId;
    this.#publishDeadlineMs = options.publishDeadlineMs ?? PUBLISH_DEADLINE_MS;
    const topic = stateTopic(deviceId);
    this.#link = new BrokerLink({
      settings: options.settings,
      clientId: deviceId,
      clock: options.clock,
      random: options.random,
      backOff: options.backOff,
      connectDeadlineMs: options.connectDeadlineMs,
      keepaliveS: options.keepaliveS,
      will: { topic, payload: statePayload("offline") },
      onMessage: async (receivedOn, payload) => {
        if (receivedOn === receiptTopic(deviceId)) onReceipt?.(payload);
      },
      onSession: async (session) => {
        // Before anything is published: a keeper answers at once. A receipt that is lost is asked for again.
        if (onReceipt !== undefined) await session.subscribe([receiptTopic(deviceId)], 0);
        // Refused or lost, it changes nothing for the clips; the next session says it again.
        await session.publish(
          { topic, payload: statePayload("online"), retain: true },
          this.#publishDeadlineMs,
        );
      },
      observe: options.observe,
    });
  }

  get status(): LinkStatus {
    return this.#link.status;
  }

  /** How often there was no connection, by code or by TLS's own reason. */
  get troubles(): Readonly<Record<string, number>> {
    return this.#link.troubles;
  }

  get connection(): Connection | undefined {
    return this.#link.connection;
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#link.ready(signal);
  }

  publish(clip: SealedClip, expiresInMs?: number): Promise<PublishResult> {
    return this.#send({ topic: clipTopic(this.#deviceId), payload: clip.message, expiresInMs });
  }

  withdraw(tombstone: SignedTombstone): Promise<PublishResult> {
    return this.#send({ topic: tombstoneTopic(this.#deviceId), payload: tombstone.message });
  }

  async close(): Promise<void> {
    const offline = { topic: stateTopic(this.#deviceId), payload: statePayload("offline"), retain: true };
    await this.#link.close((session) => session.publish(offline, GOODBYE_DEADLINE_MS));
  }

  async #send(message: Omit<OutgoingMessage, "retain">): Promise<PublishResult> {
    const { session } = this.#link;
    if (session === undefined) return { outcome: "unreachable", code: this.#link.trouble };
    const result = await session.publish({ ...message, retain: false }, this.#publishDeadlineMs);
    // A broker that does not acknowledge keeps a place of its window for ever: only a new session frees it.
    if (result.outcome === "unconfirmed" && result.reason === "deadline") void session.end();
    return result;
  }
}
