import type { Clock } from "../../domain/clock.js";
import { SottoError } from "../../domain/errors.js";
import type { BackOffBounds } from "../back-off.js";
import { mayBeTheVersion, type ProtocolVersion, versionsToTry } from "../protocol-choice.js";
import { ReadyWait } from "../ready-wait.js";
import { type LinkEnd, ReconnectPace } from "../reconnect-pace.js";
import { tlsProblemOf } from "../tls-problem.js";
import {
  BROKER_ERROR_CODES,
  type BrokerErrorCode,
  type Connection,
  type LinkStatus,
  type LinkTrouble,
} from "../transport.js";
import { addressed, type BrokerSettings } from "./broker-settings.js";
import { codeOfCourse } from "./mqtt-handshake.js";
import { type MqttSession, openSession, type SessionAttempt, type SessionOptions } from "./mqtt-session.js";

export interface LinkOptions {
  readonly settings: BrokerSettings;
  readonly clientId: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Instead of those that suit each way of failing. */
  readonly backOff?: BackOffBounds | undefined;
  readonly connectDeadlineMs?: number | undefined;
  readonly will?: SessionOptions["will"];
  readonly keepSessionS?: number | undefined;
  readonly keepaliveS?: number | undefined;
  readonly onMessage?: SessionOptions["onMessage"];
  /** Runs on each new session before it counts as connected; what it throws ends the session. */
  readonly onSession: (session: MqttSession) => Promise<void>;
  readonly observe?: ((status: LinkStatus) => void) | undefined;
}

/** Socket, TLS and CONNACK on a slow line. */
export const CONNECT_DEADLINE_MS = 10_000;

/**
 * Connects with the version that worked last, then with the other where the failure may be the version's fault.
 * The failure that is reported is the one that says most: a refusal rather than a closed socket.
 */
export async function negotiate(
  options: Omit<SessionOptions, "version">,
  worked: ProtocolVersion | undefined,
): Promise<SessionAttempt> {
  const [first, second] = versionsToTry(worked);
  const attempt = await openSession({ ...options, version: first });
  if (attempt.ok || !mayBeTheVersion(attempt.handshake)) return attempt;
  const other = await openSession({ ...options, version: second });
  if (other.ok || attempt.handshake.kind === "closed" || attempt.handshake.kind === "garbled") return other;
  return other.handshake.kind === "refused" ? other : attempt;
}

type Outcome = LinkEnd & LinkTrouble;

/** Keeps one connection to a broker alive, with its own back-off, until closed. */
export class BrokerLink {
  readonly #options: LinkOptions;
  readonly #closing = new AbortController();
  readonly #work: Promise<void>;
  #status: LinkStatus = { state: "connecting" };
  #session: MqttSession | undefined;
  #connection: Connection | undefined;
  #trouble: BrokerErrorCode = "BROKER_UNREACHABLE";
  readonly #troubles: Record<string, number> = {};
  #connections = 0;
  /** Messages of the broker that were taken, on all connections. */
  #taken = 0;
  /** Which address is tried next: the node of a connection that is over may be what ended it. */
  #turn = 0;
  #worked: ProtocolVersion | undefined;
  readonly #waiting = new ReadyWait();

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#work = this.#run();
  }

  get status(): LinkStatus {
    return this.#status;
  }

  /** Undefined while there is no connection. */
  get session(): MqttSession | undefined {
    return this.#session;
  }

  /** The same, as its caller may know it. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** What a caller who finds no session may be told: the last problem, while the next attempt runs too. */
  get trouble(): BrokerErrorCode {
    return this.#trouble;
  }

  /** How often an attempt failed, or a connection ended, by code or by TLS's own reason. */
  get troubles(): Readonly<Record<string, number>> {
    return { ...this.#troubles };
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#waiting.until(
      () => this.#session !== undefined,
      () => this.#status.state === "closed",
      signal,
    );
  }

  async close(beforeEnd?: (session: MqttSession) => Promise<unknown>): Promise<void> {
    const session = this.#session;
    if (session !== undefined && beforeEnd !== undefined && !this.#closing.signal.aborted)
      await beforeEnd(session);
    this.#closing.abort();
    await this.#session?.end();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { clock, random, backOff } = this.#options;
    const pace = new ReconnectPace(random, backOff);
    let attempts = 0;
    while (!signal.aborted) {
      this.#become({ state: "connecting" });
      attempts += 1;
      const outcome = await this.#once(attempts);
      if (outcome.stoodMs !== undefined) attempts = 0;
      if (signal.aborted) break;
      this.#turn += 1;
      const waitMs = pace.pauseAfter(outcome);
      const { code, reasonCode, tls } = outcome;
      this.#trouble = code;
      this.#troubles[tls ?? code] = (this.#troubles[tls ?? code] ?? 0) + 1;
      this.#become({ state: "waiting", code, reasonCode, tls, failures: pace.failures });
      // Its only way to reject is our own signal, which the loop looks at.
      await clock.sleep(waitMs, signal).catch(() => undefined);
    }
    this.#become({ state: "closed" });
  }

  /** One connection from its first packet to its end. */
  async #once(attempts: number): Promise<Outcome> {
    const { settings, clientId, will, onMessage, keepSessionS, keepaliveS, connectDeadlineMs } =
      this.#options;
    const takenBefore = this.#taken;
    const attempt = await negotiate(
      {
        settings: addressed(settings, this.#turn),
        ...{ clientId, will, keepaliveS },
        onMessage:
          onMessage &&
          (async (topic, payload) => {
            await onMessage(topic, payload);
            this.#taken += 1;
          }),
        keepSessionS: keepSessionS ?? 0,
        deadlineMs: connectDeadlineMs ?? CONNECT_DEADLINE_MS,
        signal: this.#closing.signal,
      },
      this.#worked,
    );
    if (!attempt.ok) {
      const { course, error, handshake } = attempt;
      const reasonCode = handshake.kind === "refused" ? handshake.reasonCode : undefined;
      return { ...NO_CONNECTION, course, ...troubleOf(error), reasonCode };
    }
    const { session } = attempt;
    if (this.#closing.signal.aborted) {
      await session.end();
      return { ...NO_CONNECTION, code: "BROKER_UNREACHABLE", tls: undefined };
    }
    this.#worked = session.version;
    try {
      await this.#options.onSession(session);
    } catch (error) {
      await session.end();
      if (!(error instanceof SottoError)) throw error;
      return { ...NO_CONNECTION, ...troubleOf(error) };
    }
    return await this.#standing(session, { attempts, takenBefore });
  }

  /** Until the end of a session that is ready. */
  async #standing(
    session: MqttSession,
    { attempts, takenBefore }: { readonly attempts: number; readonly takenBefore: number },
  ): Promise<Outcome> {
    const { clock } = this.#options;
    const sinceMs = clock.monotonicMs();
    const acknowledgedBefore = session.acknowledged;
    this.#session = session;
    this.#connections += 1;
    const { window } = session;
    const closed = session.closed.then(() => undefined);
    this.#connection = { number: this.#connections, window, attempts, closed };
    this.#become({ state: "connected", protocol: session.version });
    if (this.#closing.signal.aborted) await session.end();
    const { course, reasonCode } = await session.closed;
    this.#session = undefined;
    this.#connection = undefined;
    return {
      ...{ course, reasonCode, code: codeOfCourse(course), tls: undefined },
      stoodMs: clock.monotonicMs() - sinceMs,
      wasOfUse: session.acknowledged > acknowledgedBefore || this.#taken > takenBefore,
    };
  }

  #become(status: LinkStatus): void {
    this.#status = status;
    if (status.state === "connected" || status.state === "closed") this.#waiting.settle();
    this.#options.observe?.(status);
  }
}

/** It was agreed on a connection, which came to nothing all the same. */
const NO_CONNECTION = {
  course: "again",
  reasonCode: undefined,
  stoodMs: undefined,
  wasOfUse: false,
} as const;

function troubleOf(error: SottoError): Pick<LinkTrouble, "code" | "tls"> {
  const code = BROKER_ERROR_CODES.find((each) => each === error.code);
  if (code === undefined) throw error;
  return { code, tls: tlsProblemOf(error) };
}

/**
 * Connects once and hangs up, for `sotto doctor`.
 * @returns the version that the broker speaks
 * @throws SottoError BROKER_UNREACHABLE, BROKER_REFUSED, BROKER_TLS, FILE_UNREADABLE, KEY_INVALID, CERTIFICATE_INVALID
 */
export async function probeBroker(settings: BrokerSettings, clientId: string): Promise<ProtocolVersion> {
  const attempt = await negotiate(
    { settings, clientId, keepSessionS: 0, deadlineMs: CONNECT_DEADLINE_MS },
    undefined,
  );
  if (!attempt.ok) throw attempt.error;
  await attempt.session.end();
  return attempt.session.version;
}
