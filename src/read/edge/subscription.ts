import type { BackOffBounds } from "../../deliver/back-off.js";
import { BrokerLink } from "../../deliver/edge/broker-link.js";
import type { BrokerSettings } from "../../deliver/edge/broker-settings.js";
import { clipTopic } from "../../deliver/topics.js";
import type { LinkStatus } from "../../deliver/transport.js";
import type { Clock } from "../../domain/clock.js";
import { toHex } from "../../seal/canonical-cbor.js";
import type { TrustedSigner } from "../../seal/ports.js";
import type { Reader } from "../reader.js";

export interface SubscriptionOptions {
  readonly settings: BrokerSettings;
  readonly reader: Reader;
  readonly trusted: readonly TrustedSigner[];
  /** Of the owner's key: one reader an owner, since a broker keeps one session a client id. */
  readonly ownerKeyId: Uint8Array;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backOff?: BackOffBounds;
  readonly observe?: (status: LinkStatus) => void;
}

/** So long a broker keeps clips for a reader that is switched off. */
const KEEP_SESSION_S = 7 * 24 * 3_600;

/** Client id of an owner's reader, for access lists. At most 23 characters, which every broker takes. */
export function readerClientId(ownerKeyId: Uint8Array): string {
  return `reader-${toHex(ownerKeyId).slice(0, 16)}`;
}

/**
 * Hears the clips of all trusted devices, over a session that the broker keeps while the reader is away. A clip is
 * acknowledged after it lies in the store. Devices that are trusted later need a new subscription.
 */
export class Subscription {
  readonly #link: BrokerLink;

  constructor(options: SubscriptionOptions) {
    const topics = options.trusted.map(({ deviceId }) => clipTopic(toHex(deviceId)));
    this.#link = new BrokerLink({
      settings: options.settings,
      clientId: readerClientId(options.ownerKeyId),
      clock: options.clock,
      random: options.random,
      backOff: options.backOff,
      keepSessionS: KEEP_SESSION_S,
      onMessage: async (topic, payload) => {
        await options.reader.receive(topic, payload);
      },
      onSession: (session) => (topics.length === 0 ? Promise.resolve() : session.subscribe(topics)),
      observe: options.observe,
    });
  }

  get status(): LinkStatus {
    return this.#link.status;
  }

  /** Resolves when subscribed; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void> {
    return this.#link.ready(signal);
  }

  /** The broker goes on collecting for the next time. */
  close(): Promise<void> {
    return this.#link.close();
  }
}
