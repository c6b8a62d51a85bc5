import type { Clock } from "../../domain/clock.js";
import type { SealedClip } from "../../seal/sealed-clip.js";
import type { BackOffBounds } from "../back-off.js";
import { clipTopic, statePayload, stateTopic } from "../topics.js";
import type { LinkStatus, PublishResult, Transport } from "../transport.js";
import { BrokerLink } from "./broker-link.js";
import type { BrokerSettings } from "./broker-settings.js";

export interface MqttTransportOptions {
  readonly settings: BrokerSettings;
  /** 32 hex digits: client id and branch of topics. */
  readonly deviceId: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backOff?: BackOffBounds;
  readonly connectDeadlineMs?: number;
  readonly publishDeadlineMs?: number;
  readonly observe?: (status: LinkStatus) => void;
}

/** The largest message over a slow line, and the broker's own work. */
const PUBLISH_DEADLINE_MS = 20_000;
/** Saying goodbye is not worth more. */
const GOODBYE_DEADLINE_MS = 1_000;

/** Publishes over MQTT with QoS 1. A denied topic is seen on MQTT 5 only: on 3.1.1 a broker drops it silently. */
export class MqttTransport implements Transport {
  readonly #link: BrokerLink;
  readonly #topic: string;
  readonly #stateTopic: string;
  readonly #publishDeadlineMs: number;

  constructor(options: MqttTransportOptions) {
    this.#topic = clipTopic(options.deviceId);
    this.#stateTopic = stateTopic(options.deviceId);
    this.#publishDeadlineMs = options.publishDeadlineMs ?? PUBLISH_DEADLINE_MS;
    this.#link = new BrokerLink({
      settings: options.settings,
      clientId: options.deviceId,
      clock: options.clock,
      random: options.random,
      backOff: options.backOff,
      connectDeadlineMs: options.connectDeadlineMs,
      will: { topic: this.#stateTopic, payload: statePayload("offline") },
      onSession: async (session) => {
        // Refused or lost, it changes nothing for the clips; the next session says it again.
        const online = { topic: this.#stateTopic, payload: statePayload("online"), retain: true };
        await session.publish(online, this.#publishDeadlineMs);
      },
      observe: options.observe,
    });
  }

  get status(): LinkStatus {
    return this.#link.status;
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#link.ready(signal);
  }

  async publish(clip: SealedClip): Promise<PublishResult> {
    const session = this.#link.session;
    if (session === undefined) return { outcome: "unreachable", code: this.#link.trouble };
    return session.publish(
      { topic: this.#topic, payload: clip.message, retain: false },
      this.#publishDeadlineMs,
    );
  }

  async close(): Promise<void> {
    const offline = { topic: this.#stateTopic, payload: statePayload("offline"), retain: true };
    await this.#link.close((session) => session.publish(offline, GOODBYE_DEADLINE_MS));
  }
}
