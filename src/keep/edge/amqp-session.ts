import type { ConnectionOptions } from "node:tls";
import amqp from "amqplib";
import type { BrokerSettings } from "../../deliver/edge/broker-settings.js";
import { isTlsError, tlsOptions } from "../../deliver/edge/broker-socket.js";
import { peerCertificates } from "../../deliver/edge/peer-certificates.js";
import type { TlsFiles } from "../../deliver/edge/tls-files.js";
import { BrokerTlsError, tlsProblem } from "../../deliver/tls-problem.js";
import { DEVICE_TOPICS, routingKey, topicOfRoutingKey, WANT_TOPICS } from "../../deliver/topics.js";
import { type PublishResult, REASON_UNSPECIFIED } from "../../deliver/transport.js";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";
import { MAX_MESSAGE_BYTES } from "../../seal/size-bucket.js";
import type { LineSession, Saying } from "../keeper-line.js";

/** The exchange that RabbitMQ's MQTT speaks to. */
const EXCHANGE = "amq.topic";
/** Messages that a keeper has taken and not yet acknowledged, of each queue. */
const PREFETCH = 50;
/** Sayings that wait for the broker's word. */
const WINDOW = 64;
const HEARTBEAT_S = 20;
/** Saying goodbye is not worth more. */
const GOODBYE_DEADLINE_MS = 1_000;

/**
 * All keepers take from these. Both are replicated, so that they outlive a node. What falls out of one is not lost: a
 * device sends again what has no receipt, a reader asks again. Operators may set further limits by policy.
 */
const CLIPS = {
  name: "sotto-clips",
  filters: DEVICE_TOPICS,
  arguments: {
    "x-queue-type": "quorum",
    // A message at which keepers die goes after so many of them, in place of going round for ever.
    "x-delivery-limit": 100,
    // Where nobody takes anything for days: the oldest go first.
    "x-max-length-bytes": 10_000_000_000,
  },
} as const;
const WANTS = {
  name: "sotto-wants",
  filters: WANT_TOPICS,
  arguments: {
    "x-queue-type": "quorum",
    "x-delivery-limit": 100,
    "x-max-length": 10_000,
    // The reader has asked again meanwhile.
    "x-message-ttl": 30_000,
  },
} as const;

export interface AmqpSession extends LineSession {
  /** Resolves once when it is over, for whatever reason. */
  readonly closed: Promise<void>;
  /** A message was kept on it, or a saying taken. */
  readonly wasOfUse: boolean;
  end(): Promise<void>;
}

export interface AmqpSessionOptions {
  readonly settings: BrokerSettings;
  /** Socket, TLS and AMQP's own greeting, of each of the two connections. */
  readonly deadlineMs: number;
  /** The broker's message is acknowledged after this resolves; when it rejects the session ends unacknowledged. */
  readonly onMessage: (topic: string, payload: Uint8Array) => Promise<void>;
}

/**
 * A keeper's place at RabbitMQ: queues declared and bound, consuming begun. It takes on one connection and speaks on
 * another, since a broker that is short of room stops reading from connections that publish, and acknowledgements are
 * what makes room.
 * @throws SottoError BROKER_UNREACHABLE, BROKER_REFUSED, BROKER_TLS
 */
export async function openAmqpSession(options: AmqpSessionOptions): Promise<AmqpSession> {
  const connections: amqp.ChannelModel[] = [];
  const endings: Promise<void>[] = [];
  const end = async (): Promise<void> => {
    // One that is closing or closed already says so by rejecting; one whose broker has fallen silent is left to its
    // heartbeat.
    const closing = Promise.allSettled(connections.map(async (each) => each.close()));
    await before(GOODBYE_DEADLINE_MS, closing);
  };
  let isGivenUp = false;
  const begin = async (): Promise<AmqpSession> => {
    const open = async (): Promise<amqp.ChannelModel> => {
      const connection = await connected(options);
      connections.push(connection);
      endings.push(new Promise((resolve) => connection.once("close", () => resolve())));
      if (isGivenUp) await end();
      return connection;
    };
    const [intake, speech] = await Promise.all([open(), open()]);
    const closed = Promise.race(endings);
    void closed.then(end);
    const over = () => void end();
    let wasOfUse = false;
    const say = await publisher(speech, over);
    const publish: AmqpSession["publish"] = async (...saying) => {
      const result = await say(...saying);
      wasOfUse ||= result.outcome === "accepted";
      return result;
    };
    const keep: AmqpSessionOptions["onMessage"] = async (...message) => {
      await options.onMessage(...message);
      wasOfUse = true;
    };
    await consume(intake, keep, over);
    return {
      ...{ window: WINDOW, closed, end, publish },
      get wasOfUse() {
        return wasOfUse;
      },
    };
  };
  try {
    const session = await before(2 * options.deadlineMs, begin());
    if (session !== undefined) return session;
    throw new SottoError("BROKER_UNREACHABLE", `${options.settings.host}: connected, but no AMQP answer`);
  } catch (error) {
    isGivenUp = true;
    await end();
    throw amqpError(options.settings, error);
  }
}

/**
 * Connects once and hangs up, for `sotto doctor`. Declares nothing and takes nothing.
 * @throws SottoError BROKER_UNREACHABLE, BROKER_REFUSED, BROKER_TLS
 */
export async function probeAmqp(settings: BrokerSettings, deadlineMs: number): Promise<void> {
  try {
    const connection = await connected({ settings, deadlineMs });
    await before(GOODBYE_DEADLINE_MS, hangUp(connection));
  } catch (error) {
    throw amqpError(settings, error);
  }
}

/** @returns undefined when it has not come so soon */
async function before<T>(deadlineMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), deadlineMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function connected({
  settings,
  deadlineMs,
}: Pick<AmqpSessionOptions, "settings" | "deadlineMs">): Promise<amqp.ChannelModel> {
  const { host, port, tls, virtualHost, userName, password } = settings;
  const files = tls ? settings.tlsFiles() : undefined;
  const isKnownByCertificate = files?.cert !== undefined && userName === undefined;
  const connecting = amqp.connect(
    {
      ...{
        protocol: tls ? "amqps" : "amqp",
        hostname: host,
        port,
        vhost: virtualHost,
        heartbeat: HEARTBEAT_S,
      },
      ...(userName === undefined ? {} : { username: userName, password: password?.toString("utf8") ?? "" }),
    },
    {
      ...(files === undefined ? {} : pinnedTls(settings, files)),
      ...(isKnownByCertificate ? { credentials: amqp.credentials.external() } : {}),
      ...{ noDelay: true, keepAlive: true, timeout: 2 * deadlineMs },
    },
  );
  // Ours comes first: an error of amqplib's own deadline looks like that of a refused login.
  const connection = await before(deadlineMs, connecting);
  if (connection === undefined) {
    connecting.then(hangUp).catch(() => undefined);
    throw new SottoError("BROKER_UNREACHABLE", `${host}:${port}: no answer`);
  }
  // `close` follows and says the same; unheard, an error would end the process.
  connection.on("error", () => undefined);
  return connection;
}

async function hangUp(connection: amqp.ChannelModel): Promise<void> {
  connection.on("error", () => undefined);
  await connection.close();
}

/**
 * As every line to a broker, with its pins looked at in the same place as its name, before any AMQP: amqplib opens the
 * socket, and says nothing of it.
 */
function pinnedTls(settings: BrokerSettings, files: TlsFiles): ConnectionOptions {
  const { pins, lastHandshake } = settings;
  const options = tlsOptions(settings, files);
  return {
    ...options,
    checkServerIdentity: (name, certificate) => {
      const wrongName = options.checkServerIdentity(name, certificate);
      if (wrongName !== undefined) return wrongName;
      const { facts, pin } = peerCertificates(certificate);
      lastHandshake.remember([...facts, ...files.facts.filter(({ whose }) => whose === "client")], pin);
      if (pins !== undefined && (pin === undefined || !pins.includes(pin))) {
        return new BrokerTlsError("wrong-pin", `${name}: wrong-pin: the broker's key is ${pin}`);
      }
      return undefined;
    },
  };
}

/** Declares, binds and takes. A message that could not be kept, and a queue that was taken away, end the session. */
async function consume(
  connection: amqp.ChannelModel,
  onMessage: AmqpSessionOptions["onMessage"],
  end: () => void,
): Promise<void> {
  const channel = await connection.createChannel();
  channel.on("error", () => undefined);
  channel.on("close", end);
  await channel.prefetch(PREFETCH);
  for (const queue of [CLIPS, WANTS]) {
    await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
    for (const filter of queue.filters) await channel.bindQueue(queue.name, EXCHANGE, routingKey(filter));
  }
  const take = (message: amqp.ConsumeMessage | null): void => {
    if (message === null) {
      end();
      return;
    }
    const { content } = message;
    // What is larger than any message is refused for that, and counted, by whoever takes it: no copy for a stranger.
    const payload = content.length > MAX_MESSAGE_BYTES ? content : Uint8Array.from(content);
    onMessage(topicOfRoutingKey(message.fields.routingKey), payload)
      .then(() => channel.ack(message))
      // Unacknowledged: the broker gives it to another keeper, or to this one's next session.
      .catch(end);
  };
  for (const queue of [CLIPS, WANTS]) await channel.consume(queue.name, take);
}

/**
 * A channel that the broker has closed, or on which it has fallen silent, ends the session: what is sent after would
 * fare no better. A saying that it did not take (basic.nack) stops no other; its device or its reader asks again.
 */
async function publisher(connection: amqp.ChannelModel, end: () => void): Promise<LineSession["publish"]> {
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => undefined);
  let isClosed = false;
  // Before amqplib's own listener, which calls back whatever is unconfirmed.
  channel.prependListener("close", () => {
    isClosed = true;
    end();
  });
  const answer = (error: unknown): PublishResult => {
    if (error === null || error === undefined) return { outcome: "accepted", consumed: true };
    if (isClosed) return { outcome: "unconfirmed", reason: "closed" };
    return { outcome: "refused", code: "PUBLISH_FAILED", reasonCode: REASON_UNSPECIFIED };
  };
  return ({ topic, payload }: Saying, deadlineMs) =>
    new Promise((resolve) => {
      const settle = (result: PublishResult): void => {
        clearTimeout(timer);
        resolve(result);
      };
      const timer = setTimeout(() => {
        settle({ outcome: "unconfirmed", reason: "deadline" });
        end();
      }, deadlineMs);
      try {
        channel.publish(EXCHANGE, routingKey(topic), Buffer.from(payload), {}, (error: unknown) =>
          settle(answer(error)),
        );
      } catch (error) {
        if (!(error instanceof amqp.IllegalOperationError)) throw error;
        // The channel is being closed.
        settle({ outcome: "unreachable", code: "BROKER_UNREACHABLE" });
      }
    });
}

/** A reply code is the broker's own word (AMQP 0-9-1, 1.2); 320 and above 500 are about the broker, not about us. */
function amqpError({ host, port, tls }: BrokerSettings, cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  const where = `${host}:${port}`;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (typeof code === "number") {
    const isRefusal = code >= 400 && code < 540 && code !== 501;
    return new SottoError(
      isRefusal ? "BROKER_REFUSED" : "BROKER_UNREACHABLE",
      `${where}: reply ${code}`,
      cause,
    );
  }
  const system = systemCode(cause);
  if (system === undefined)
    return new SottoError("BROKER_REFUSED", `${where}: hung up or refused the login`, cause);
  const isNetwork = /^E(CONN|HOST|NET|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN)/.test(system);
  const isTls = tls && (isTlsError(cause) || !isNetwork);
  if (isTls) return new BrokerTlsError(tlsProblem(system), `${where}: ${system}`, cause);
  return new SottoError("BROKER_UNREACHABLE", `${where}: ${system}`, cause);
}
