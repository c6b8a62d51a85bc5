import type { Socket } from "node:net";
import mqtt from "mqtt";
import { SottoError } from "../../domain/errors.js";
import { publishPacketBytes } from "../packet-size.js";
import type { ProtocolVersion } from "../protocol-choice.js";
import { MAX_IN_FLIGHT, type PublishResult, REASON_PACKET_TOO_LARGE } from "../transport.js";
import type { BrokerSettings } from "./broker-settings.js";
import { openBrokerSocket } from "./broker-socket.js";
import { handshakeFailure, reasonCodeOf, type SessionFailure } from "./mqtt-handshake.js";
import { type SessionEnd, watchEnd } from "./session-end.js";

/** Seconds; a dead link is noticed after one and a half of them. */
const KEEPALIVE_S = 25;
/** A broker that does not answer a subscription is as good as away. */
const SUBSCRIBE_DEADLINE_MS = 10_000;
/** So many bytes of a message may take a deadline's time; more of them take more. On a line of 20 kbit/s they do. */
const BYTES_A_DEADLINE = 40_000;
/** A goodbye is not worth more. */
const GOODBYE_MS = 1_000;
/** The largest message expiry interval there is, in seconds. */
const LONGEST_EXPIRY_S = 0xffff_ffff;

export interface SessionOptions {
  readonly settings: BrokerSettings;
  readonly clientId: string;
  readonly version: ProtocolVersion;
  /** For socket, TLS and CONNACK together, in milliseconds. */
  readonly deadlineMs: number;
  /** Ends the attempt early; no say after it. */
  readonly signal?: AbortSignal | undefined;
  /** Retained message that the broker publishes when this client vanishes. */
  readonly will?: { readonly topic: string; readonly payload: Uint8Array } | undefined;
  /** Seconds that the broker keeps the subscriptions and their messages for; 0 is a clean start. */
  readonly keepSessionS: number;
  /** Seconds; 25 by default. */
  readonly keepaliveS?: number | undefined;
  /** The broker's message is acknowledged after this resolves; when it rejects the session ends unacknowledged. */
  readonly onMessage?: ((topic: string, payload: Uint8Array) => Promise<void>) | undefined;
}

export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
  /** A broker that holds it for somebody who is away may let it go after so many milliseconds (MQTT 5). */
  readonly expiresInMs?: number | undefined;
}

/** An agreed connection. It never reconnects by itself, so nothing can linger in MQTT.js's own queues. */
export interface MqttSession {
  readonly version: ProtocolVersion;
  /** Publishes that may be unacknowledged at once: the broker's receive maximum, at most MAX_IN_FLIGHT. */
  readonly window: number;
  /** Whether `$share` means something here: agreed on MQTT 5 and not denied by the broker. */
  readonly sharesSubscriptions: boolean;
  /** Resolves once when the connection is gone, for whatever reason. */
  readonly closed: Promise<SessionEnd>;
  /** Publishes that the broker has acknowledged, refusals not counted. */
  readonly acknowledged: number;
  /**
   * One attempt. The deadline counts from when everything that was sent before it has its answer, since brokers answer
   * in order and a slow line does one after the other.
   */
  publish(message: OutgoingMessage, deadlineMs: number): Promise<PublishResult>;
  /**
   * @param qos 1 by default. With a clean start 0 loses no more, where what is lost is asked for again; and RabbitMQ 3.10
   * keeps a queue of QoS 1 on the node where it was first made, so that no other node takes the subscription once that
   * one is dead.
   * @throws SottoError BROKER_REFUSED when the broker denies a topic, BROKER_UNREACHABLE
   */
  subscribe(topics: readonly string[], qos?: 0 | 1): Promise<void>;
  end(): Promise<void>;
}

export type SessionAttempt =
  | { readonly ok: true; readonly session: MqttSession }
  | ({ readonly ok: false } & SessionFailure);

/** Connects once, with one version. All failures are values. */
export async function openSession(options: SessionOptions): Promise<SessionAttempt> {
  const giveUp = new AbortController();
  const abort = (): void => giveUp.abort();
  const timer = setTimeout(abort, options.deadlineMs);
  options.signal?.addEventListener("abort", abort, { once: true });
  if (options.signal?.aborted === true) abort();
  try {
    return await attemptSession(options, giveUp.signal);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

async function attemptSession(options: SessionOptions, giveUp: AbortSignal): Promise<SessionAttempt> {
  let socket: Socket;
  try {
    socket = await openBrokerSocket(options.settings, giveUp);
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    const course = error.code === "BROKER_TLS" ? "mend" : "again";
    return { ok: false, error, handshake: { kind: "other" }, course };
  }
  const client = createClient(socket, options);
  // MQTT.js emits errors at any time of its life; without a listener one would end the process.
  let lastError: unknown;
  client.on("error", (error) => {
    lastError = error;
  });
  const endSoFar = watchEnd(client, socket);
  const closed = new Promise<SessionEnd>((resolve) => client.once("close", () => resolve(endSoFar())));
  if (options.onMessage !== undefined) acknowledgeAfter(client, options.onMessage);
  const { settings } = options;
  const where = `${settings.host}:${settings.port}`;
  const failure = await handshakeFailure({
    ...{ client, closed, where, giveUp, settings },
    lastError: () => lastError,
  });
  if (failure !== undefined) {
    client.end(true);
    socket.destroy();
    return { ok: false, ...failure };
  }
  return { ok: true, session: wrap({ client, socket, closed, version: options.version }) };
}

function createClient(socket: Socket, options: SessionOptions): mqtt.MqttClient {
  const { settings, version, will } = options;
  return new mqtt.MqttClient(() => socket, {
    clientId: options.clientId,
    protocolId: "MQTT",
    protocolVersion: version,
    keepalive: options.keepaliveS ?? KEEPALIVE_S,
    clean: options.keepSessionS === 0,
    reconnectPeriod: 0,
    // Ours are shorter; this one only must not fire first.
    connectTimeout: options.deadlineMs + 60_000,
    queueQoSZero: false,
    reconnectOnConnackError: true,
    resubscribe: false,
    ...(settings.userName === undefined ? {} : { username: settings.userName }),
    ...(settings.password === undefined ? {} : { password: settings.password }),
    ...(version === 5 && options.keepSessionS > 0
      ? { properties: { sessionExpiryInterval: options.keepSessionS } }
      : {}),
    ...(will === undefined
      ? {}
      : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
  });
}

/** MQTT.js acknowledges when its handleMessage calls back, so that is where storing has to happen. */
function acknowledgeAfter(
  client: mqtt.MqttClient,
  store: (topic: string, payload: Uint8Array) => Promise<void>,
): void {
  client.handleMessage = (packet, callback) => {
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    store(packet.topic, Uint8Array.from(payload)).then(
      () => callback(),
      () => {
        // Not acknowledged: the broker sends it again to the next session, so this one has to end.
        client.end(true);
      },
    );
  };
}

interface SessionParts {
  readonly client: mqtt.MqttClient;
  readonly socket: Socket;
  readonly closed: Promise<SessionEnd>;
  readonly version: ProtocolVersion;
}

function wrap({ client, socket, closed, version }: SessionParts): MqttSession {
  const {
    maximumPacketSize,
    receiveMaximum = MAX_IN_FLIGHT,
    retainAvailable,
    sharedSubscriptionAvailable = true,
  } = client.serverProperties ?? {};
  const unclaimed = new Set<number>();
  client.on("packetreceive", (packet) => {
    // 16: "no matching subscribers"; the publish that it answers takes it out again.
    if (packet.cmd === "puback" && packet.reasonCode === 16 && packet.messageId !== undefined) {
      unclaimed.add(packet.messageId);
    }
  });
  // Not a race with `closed` for each: a promise that lives as long as the connection would keep every one of them.
  const unanswered = new Set<(result: PublishResult) => void>();
  void closed.then(({ by }) => {
    for (const resolve of [...unanswered]) resolve({ outcome: "unconfirmed", reason: by });
  });
  let acknowledged = 0;
  let answeredBefore: Promise<unknown> = Promise.resolve();
  const answerTo = ({ topic, payload, retain, expiresInMs }: OutgoingMessage) =>
    new Promise<PublishResult>((resolve) => {
      const settle = (result: PublishResult): void => {
        unanswered.delete(settle);
        resolve(result);
      };
      unanswered.add(settle);
      const expiryS = expiresInMs === undefined ? undefined : expirySeconds(expiresInMs);
      const properties = version === 4 || expiryS === undefined ? {} : { messageExpiryInterval: expiryS };
      const isRetained = retain && retainAvailable !== false;
      client.publish(topic, Buffer.from(payload), { qos: 1, retain: isRetained, properties }, (error) => {
        if (error === undefined || error === null) {
          acknowledged += 1;
          settle({ outcome: "accepted", consumed: !unclaimed.delete(messageId) });
          return;
        }
        const reasonCode = reasonCodeOf(error);
        // Without one it is the end of the connection, which settles whatever is unanswered.
        if (reasonCode !== undefined) settle({ outcome: "refused", code: "PUBLISH_FAILED", reasonCode });
      });
      const messageId = client.getLastMessageId();
    });
  return {
    version,
    closed,
    window: Math.max(1, Math.min(MAX_IN_FLIGHT, receiveMaximum)),
    sharesSubscriptions: version === 5 && sharedSubscriptionAvailable,
    get acknowledged() {
      return acknowledged;
    },
    async publish(message, deadlineMs) {
      const { topic, payload, expiresInMs } = message;
      const expires = expiresInMs !== undefined;
      const bytes = publishPacketBytes({ version, topic, payloadBytes: payload.length, expires });
      if (maximumPacketSize !== undefined && bytes > maximumPacketSize) {
        // Sent, it would close the connection, again and again.
        return { outcome: "refused", code: "PUBLISH_FAILED", reasonCode: REASON_PACKET_TOO_LARGE };
      }
      if (!client.connected) return { outcome: "unreachable", code: "BROKER_UNREACHABLE" };
      const before = answeredBefore;
      const answer = answerTo(message);
      answeredBefore = Promise.all([before, answer]);
      return await inTime(answer, before, deadlineMs * (1 + bytes / BYTES_A_DEADLINE));
    },
    async subscribe(topics, qos = 1) {
      const granted = new Promise<Error | "granted">((resolve) => {
        client.subscribe([...topics], { qos }, (error) => resolve(error ?? "granted"));
      });
      const result = await inTime(Promise.race([granted, closed]), undefined, SUBSCRIBE_DEADLINE_MS);
      if (result === "granted") return;
      if (result instanceof Error) {
        const reason = reasonCodeOf(result) ?? "unknown";
        throw new SottoError("BROKER_REFUSED", `subscription denied, reason ${reason}`, result);
      }
      throw new SottoError("BROKER_UNREACHABLE", "no answer to a subscription");
    },
    async end() {
      // Politely, so that the broker does not send the will; but a dead link must not hold us up.
      const politely = new Promise<void>((resolve) => client.end(false, {}, () => resolve()));
      await inTime(Promise.race([politely, closed]), undefined, GOODBYE_MS);
      client.end(true);
      socket.destroy();
      await closed;
    },
  };
}

/** Whole seconds, never more than are left but for the last one: nought would be no time at all. */
function expirySeconds(ms: number): number {
  return Math.min(LONGEST_EXPIRY_S, Math.max(1, Math.floor(ms / 1_000)));
}

const LATE: PublishResult = { outcome: "unconfirmed", reason: "deadline" };

/** @param from what has to be over before the time counts */
function inTime<T>(
  work: Promise<T>,
  from: Promise<unknown> | undefined,
  ms: number,
): Promise<T | typeof LATE> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const begin = (): void => {
      if (!isOver) timer = setTimeout(() => resolve(LATE), ms);
    };
    const over = (): void => {
      isOver = true;
      clearTimeout(timer);
    };
    if (from === undefined) begin();
    else void from.then(begin);
    work.finally(over).then(resolve, reject);
  });
}
