import type { Socket } from "node:net";
import mqtt from "mqtt";
import { SottoError } from "../../domain/errors.js";
import type { HandshakeFailure, ProtocolVersion } from "../protocol-choice.js";
import { MAX_IN_FLIGHT, type PublishResult, REASON_PACKET_TOO_LARGE } from "../transport.js";
import type { BrokerSettings } from "./broker-settings.js";
import { isTlsError, openBrokerSocket } from "./broker-socket.js";

/** Seconds; a dead link is noticed after one and a half of them. */
const KEEPALIVE_S = 30;
/** A broker that does not answer a subscription is as good as away. */
const SUBSCRIBE_DEADLINE_MS = 10_000;
/** Bytes that topic, properties and fixed header add to a payload, generously. */
const PACKET_OVERHEAD_BYTES = 256;

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
  /** The broker's message is acknowledged after this resolves; when it rejects the session ends unacknowledged. */
  readonly onMessage?: ((topic: string, payload: Uint8Array) => Promise<void>) | undefined;
}

export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
}

/** An agreed connection. It never reconnects by itself, so nothing can linger in MQTT.js's own queues. */
export interface MqttSession {
  readonly version: ProtocolVersion;
  /** Publishes that may be unacknowledged at once: the broker's receive maximum, at most MAX_IN_FLIGHT. */
  readonly window: number;
  /** Whether `$share` means something here: agreed on MQTT 5 and not denied by the broker. */
  readonly sharesSubscriptions: boolean;
  /** Resolves once when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>;
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

/** One attempt that failed, with what another version could do about it. */
export interface SessionFailure {
  readonly error: SottoError;
  readonly handshake: HandshakeFailure;
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
    return { ok: false, error, handshake: { kind: "other" } };
  }
  const client = createClient(socket, options);
  // MQTT.js emits errors at any time of its life; without a listener one would end the process.
  let lastError: unknown;
  client.on("error", (error) => {
    lastError = error;
  });
  const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
  if (options.onMessage !== undefined) acknowledgeAfter(client, options.onMessage);
  const failure = await agreed(client, closed, () => lastError, {
    where: `${options.settings.host}:${options.settings.port}`,
    giveUp,
  });
  if (failure !== undefined) {
    client.end(true);
    socket.destroy();
    return { ok: false, ...failure };
  }
  return { ok: true, session: wrap(client, socket, closed, options.version) };
}

function createClient(socket: Socket, options: SessionOptions): mqtt.MqttClient {
  const { settings, version, will } = options;
  return new mqtt.MqttClient(() => socket, {
    clientId: options.clientId,
    protocolId: "MQTT",
    protocolVersion: version,
    keepalive: KEEPALIVE_S,
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

/** Our word for the end of the handshake: agreed (undefined), or a failure by its stage and codes. */
async function agreed(
  client: mqtt.MqttClient,
  closed: Promise<void>,
  lastError: () => unknown,
  { where, giveUp }: { readonly where: string; readonly giveUp: AbortSignal },
): Promise<SessionFailure | undefined> {
  const event = await Promise.race([
    new Promise<"connected">((resolve) => client.once("connect", () => resolve("connected"))),
    new Promise<"error">((resolve) => client.once("error", () => resolve("error"))),
    closed.then(() => "closed" as const),
    new Promise<"deadline">((resolve) => {
      if (giveUp.aborted) resolve("deadline");
      giveUp.addEventListener("abort", () => resolve("deadline"), { once: true });
    }),
  ]);
  if (event === "connected") return undefined;
  const error = lastError();
  if (event === "deadline") {
    return {
      error: new SottoError("BROKER_UNREACHABLE", `${where}: connected, but no MQTT answer`),
      handshake: { kind: "other" },
    };
  }
  if (error === undefined || (isSocketError(error) && !isTlsError(error))) {
    return {
      error: new SottoError("BROKER_UNREACHABLE", `${where}: hung up without an answer`, error),
      handshake: { kind: "closed" },
    };
  }
  if (isTlsError(error)) {
    return {
      error: new SottoError("BROKER_TLS", `${where}: the certificate of this client was not taken`, error),
      handshake: { kind: "other" },
    };
  }
  const reasonCode = reasonCodeOf(error);
  if (reasonCode === undefined) {
    return {
      error: new SottoError("BROKER_UNREACHABLE", `${where}: does not speak MQTT`, error),
      handshake: { kind: "garbled" },
    };
  }
  return { error: refusal(where, reasonCode, error), handshake: { kind: "refused", reasonCode } };
}

/** Codes that pass by themselves: server unavailable, busy, moved, quota, rate (MQTT 5), unavailable (3.1.1). */
const PASSING_REASONS: readonly number[] = [3, 136, 137, 151, 156, 157, 159];

function refusal(where: string, reasonCode: number, cause: unknown): SottoError {
  const code = PASSING_REASONS.includes(reasonCode) ? "BROKER_UNREACHABLE" : "BROKER_REFUSED";
  return new SottoError(code, `${where}: refused with reason ${reasonCode}`, cause);
}

function reasonCodeOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

function isSocketError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string";
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

function wrap(
  client: mqtt.MqttClient,
  socket: Socket,
  closed: Promise<void>,
  version: ProtocolVersion,
): MqttSession {
  const {
    maximumPacketSize,
    receiveMaximum = MAX_IN_FLIGHT,
    sharedSubscriptionAvailable = true,
  } = client.serverProperties ?? {};
  const unclaimed = new Set<number>();
  client.on("packetreceive", (packet) => {
    // 16: "no matching subscribers"; the publish that it answers takes it out again.
    if (packet.cmd === "puback" && packet.reasonCode === 16 && packet.messageId !== undefined) {
      unclaimed.add(packet.messageId);
    }
  });
  const lost = watchHangUp(client, socket);
  return {
    version,
    closed,
    window: Math.min(MAX_IN_FLIGHT, receiveMaximum),
    sharesSubscriptions: version === 5 && sharedSubscriptionAvailable,
    async publish({ topic, payload, retain }, deadlineMs) {
      if (maximumPacketSize !== undefined && payload.length + PACKET_OVERHEAD_BYTES > maximumPacketSize) {
        // Sent, it would close the connection, again and again.
        return { outcome: "refused", code: "PUBLISH_FAILED", reasonCode: REASON_PACKET_TOO_LARGE };
      }
      if (!client.connected) return { outcome: "unreachable", code: "BROKER_UNREACHABLE" };
      const acknowledged = new Promise<PublishResult>((resolve) => {
        client.publish(topic, Buffer.from(payload), { qos: 1, retain }, (error) => {
          if (error === undefined || error === null) {
            resolve({ outcome: "accepted", consumed: !unclaimed.delete(messageId) });
            return;
          }
          const reasonCode = reasonCodeOf(error);
          resolve(
            reasonCode === undefined ? lost() : { outcome: "refused", code: "PUBLISH_FAILED", reasonCode },
          );
        });
        const messageId = client.getLastMessageId();
      });
      return firstOf(
        acknowledged,
        closed.then(() => lost()),
        deadlineMs,
      );
    },
    async subscribe(topics, qos = 1) {
      const result = await firstOf<Error | "granted" | "closed">(
        new Promise((resolve) => {
          client.subscribe([...topics], { qos }, (error) => resolve(error ?? "granted"));
        }),
        closed.then(() => "closed" as const),
        SUBSCRIBE_DEADLINE_MS,
      );
      if (result === "granted") return;
      if (result === "closed") throw new SottoError("BROKER_UNREACHABLE", "closed while subscribing");
      if (!(result instanceof Error))
        throw new SottoError("BROKER_UNREACHABLE", "no answer to a subscription");
      throw new SottoError(
        "BROKER_REFUSED",
        `subscription denied, reason ${reasonCodeOf(result) ?? "unknown"}`,
        result,
      );
    },
    async end() {
      // Politely, so that the broker does not send the will; but a dead link must not hold us up.
      const politely = new Promise<void>((resolve) => client.end(false, {}, () => resolve()));
      await firstOf(politely, closed, 1_000);
      client.end(true);
      socket.destroy();
      await closed;
    },
  };
}

/** @returns what to say of a publish that the end of the connection left without an answer */
function watchHangUp(client: mqtt.MqttClient, socket: Socket): () => PublishResult {
  let reason: "closed" | "hung-up" = "closed";
  const hungUp = (): void => {
    reason = "hung-up";
  };
  client.once("disconnect", hungUp);
  socket.once("end", hungUp);
  socket.once("error", (error: Error) => {
    if ("code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE")) hungUp();
  });
  return () => ({ outcome: "unconfirmed", reason });
}

function firstOf<T>(work: Promise<T>, closed: Promise<T>, deadlineMs: number): Promise<T | PublishResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve({ outcome: "unconfirmed", reason: "deadline" }), deadlineMs);
    const done = (value: T): void => {
      clearTimeout(timer);
      resolve(value);
    };
    work.then(done, reject);
    closed.then(done, reject);
  });
}
