import { randomBytes } from "node:crypto";
import type { BackOffBounds } from "../../deliver/back-off.js";
import { BrokerLink } from "../../deliver/edge/broker-link.js";
import type { BrokerSettings } from "../../deliver/edge/broker-settings.js";
import type { MqttSession } from "../../deliver/edge/mqtt-session.js";
import { KEEPER_TOPICS, sharedTopic } from "../../deliver/topics.js";
import type { Clock } from "../../domain/clock.js";
import { SottoError } from "../../domain/errors.js";
import { toHex } from "../../seal/canonical-cbor.js";
import type { KeeperLine, LineEvents, LineSession, OpenLine } from "../keeper-line.js";

export interface MqttLineOptions {
  readonly settings: BrokerSettings;
  /** Names the keeper at the broker. */
  readonly signingKeyId: Uint8Array;
  /** `shared`: several keepers take turns; `alone`: one keeper gets everything, also what came while it was away. */
  readonly subscription: "alone" | "shared";
  readonly clock: Clock;
  readonly random: () => number;
  readonly backOff?: BackOffBounds | undefined;
}

/** So long a broker keeps clips for a keeper that is away and alone. */
const KEEP_SESSION_S = 7 * 24 * 3_600;

/** Client id of a keeper that is alone. At most 23 characters, which every broker takes. */
export function keeperClientId(signingKeyId: Uint8Array): string {
  return `keeper-${toHex(signingKeyId).slice(0, 16)}`;
}

/** One of several with the same key: a broker ends the older of two clients of one name. */
function sharingClientId(signingKeyId: Uint8Array): string {
  return `keeper-${toHex(signingKeyId).slice(0, 8)}-${randomBytes(4).toString("hex").slice(0, 7)}`;
}

/** A keeper's line over MQTT: one message at a time, acknowledged after it is kept. */
export function mqttLine(options: MqttLineOptions): OpenLine {
  const { settings, signingKeyId, clock, random, backOff } = options;
  const isShared = options.subscription === "shared";
  return (events) => {
    const subscribe = isShared ? sharingSubscriber(events) : subscribeAlone;
    const link = new BrokerLink({
      ...{ settings, clock, random, backOff },
      clientId: isShared ? sharingClientId(signingKeyId) : keeperClientId(signingKeyId),
      // A session that outlived its keeper would keep its share: Mosquitto goes on giving messages to it.
      keepSessionS: isShared ? 0 : KEEP_SESSION_S,
      onMessage: (topic, payload) => events.onMessage(topic, payload),
      onSession: async (session) => {
        await subscribe(session);
        events.onSession();
      },
      observe: (status) => events.observe(status),
    });
    return lineOf(link);
  };
}

function subscribeAlone(session: MqttSession): Promise<void> {
  return session.subscribe(KEEPER_TOPICS);
}

/**
 * RabbitMQ 3.10 grants `$share` on MQTT 3.1.1 as an ordinary topic, so that nothing is shared and nobody notices: only
 * a broker that has agreed on MQTT 5, and does not deny it there, is asked.
 */
function sharingSubscriber(events: LineEvents): (session: MqttSession) => Promise<void> {
  let wasGranted = false;
  return async (session) => {
    if (session.sharesSubscriptions) {
      await session.subscribe(KEEPER_TOPICS.map(sharedTopic));
      wasGranted = true;
      return;
    }
    // A broker that could before is starting up or being changed: it is tried again.
    if (!wasGranted) events.fail(new SottoError("BROKER_UNSHARED", `it agreed on MQTT ${session.version}`));
    throw new SottoError("BROKER_REFUSED", "no shared subscriptions on this connection");
  };
}

function lineOf(link: BrokerLink): KeeperLine {
  /** One for each session, so that a caller can tell an old session from a new one. */
  let known: { readonly of: MqttSession; readonly session: LineSession } | undefined;
  return {
    get status() {
      return link.status;
    },
    get session(): LineSession | undefined {
      const { session } = link;
      if (session === undefined) return undefined;
      if (known?.of !== session) known = { of: session, session: sessionOf(session) };
      return known.session;
    },
    ready: (signal) => link.ready(signal),
    close: () => link.close(),
  };
}

function sessionOf(session: MqttSession): LineSession {
  return {
    window: session.window,
    async publish(saying, deadlineMs) {
      const result = await session.publish({ ...saying, retain: false }, deadlineMs);
      // The deadlines of all that follow would never begin: they wait for this answer.
      if (result.outcome === "unconfirmed" && result.reason === "deadline") void session.end();
      return result;
    },
  };
}
