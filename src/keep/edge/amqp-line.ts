import type { BackOffBounds } from "../../deliver/back-off.js";
import { addressed, type BrokerSettings } from "../../deliver/edge/broker-settings.js";
import { ReadyWait } from "../../deliver/ready-wait.js";
import { type LinkEnd, ReconnectPace } from "../../deliver/reconnect-pace.js";
import { tlsProblemOf } from "../../deliver/tls-problem.js";
import { BROKER_ERROR_CODES, type LinkTrouble } from "../../deliver/transport.js";
import type { Clock } from "../../domain/clock.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { KeeperLine, LineEvents, LineStatus, OpenLine } from "../keeper-line.js";
import { type AmqpSession, openAmqpSession } from "./amqp-session.js";

export interface AmqpLineOptions {
  readonly settings: BrokerSettings;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backOff?: BackOffBounds | undefined;
}

/** Of each of a session's two connections. */
const CONNECT_DEADLINE_MS = 10_000;

/** A keeper's line over AMQP 0-9-1: many messages at a time, each acknowledged after it is kept. */
export function amqpLine(options: AmqpLineOptions): OpenLine {
  return (events) => new AmqpLine(options, events);
}

class AmqpLine implements KeeperLine {
  readonly #options: AmqpLineOptions;
  readonly #events: LineEvents;
  readonly #closing = new AbortController();
  readonly #work: Promise<void>;
  #status: LineStatus = { state: "connecting" };
  #session: AmqpSession | undefined;
  readonly #waiting = new ReadyWait();

  constructor(options: AmqpLineOptions, events: LineEvents) {
    this.#options = options;
    this.#events = events;
    this.#work = this.#run();
  }

  get status(): LineStatus {
    return this.#status;
  }

  get session(): AmqpSession | undefined {
    return this.#session;
  }

  ready(signal: AbortSignal): Promise<void> {
    return this.#waiting.until(
      () => this.#session !== undefined,
      () => this.#status.state === "closed",
      signal,
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#session?.end();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { clock, random, backOff } = this.#options;
    const pace = new ReconnectPace(random, backOff);
    for (let turn = 0; !signal.aborted; turn += 1) {
      // What can't be kept is better taken by another keeper.
      if (!(await this.#canKeep())) continue;
      this.#become({ state: "connecting" });
      const { trouble, end } = await this.#once(turn);
      if (signal.aborted) break;
      const waitMs = pace.pauseAfter(end);
      this.#become({ state: "waiting", ...trouble, failures: pace.failures });
      // Its only way to reject is our own signal, which the loop looks at.
      await clock.sleep(waitMs, signal).catch(() => undefined);
    }
    this.#become({ state: "closed" });
  }

  /** Tells nobody: who was asked has done so, and has waited. */
  #canKeep(): Promise<boolean> {
    return this.#events.check().then(
      () => true,
      () => false,
    );
  }

  /** One session from its first packet to its end. @returns why it is over */
  async #once(turn: number): Promise<{ readonly trouble: LinkTrouble; readonly end: LinkEnd }> {
    const { clock } = this.#options;
    let session: AmqpSession;
    try {
      session = await openAmqpSession({
        settings: addressed(this.#options.settings, turn),
        deadlineMs: CONNECT_DEADLINE_MS,
        onMessage: (topic, payload) => this.#events.onMessage(topic, payload),
      });
    } catch (error) {
      return { trouble: troubleOf(error), end: { course: "again", stoodMs: undefined, wasOfUse: false } };
    }
    this.#session = session;
    const sinceMs = clock.monotonicMs();
    this.#events.onSession();
    this.#become({ state: "connected", protocol: "amqp" });
    if (this.#closing.signal.aborted) await session.end();
    await session.closed;
    this.#session = undefined;
    return {
      trouble: { code: "BROKER_UNREACHABLE", reasonCode: undefined, tls: undefined },
      end: { course: "again", stoodMs: clock.monotonicMs() - sinceMs, wasOfUse: session.wasOfUse },
    };
  }

  #become(status: LineStatus): void {
    this.#status = status;
    if (status.state === "connected" || status.state === "closed") this.#waiting.settle();
    this.#events.observe(status);
  }
}

function troubleOf(error: unknown): LinkTrouble {
  const code = BROKER_ERROR_CODES.find((each) => each === codeOf(error));
  if (!(error instanceof SottoError) || code === undefined) throw error;
  return { code, reasonCode: undefined, tls: tlsProblemOf(error) };
}
