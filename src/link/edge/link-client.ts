import type { Clock } from "../../domain/clock.js";
import { codeOf } from "../../domain/errors.js";
import type { Direction, LinkMessage } from "../messages.js";
import { counted, LinkConnection, type LinkCounts, type LossReason } from "./link-connection.js";
import { checkPath, openSocket } from "./open-link.js";

export interface LinkClientOptions<In extends Direction, Out extends Direction> {
  readonly path: string;
  readonly receives: In;
  readonly sends: Out;
  readonly clock: Clock;
  readonly onMessage: (message: LinkMessage<In>) => void;
  readonly onConnect?: () => void;
  /** A connection that was there is over, and it was not `close` that ended it. */
  readonly onLost?: (why: LossReason) => void;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;
/** A connection that lasted so long was well: the next wait is the first one again. */
const HEALTHY_MS = 1_000;

/** The connecting end of one socket. It tries again, 50 ms to 1 s apart, until it is closed. */
export class LinkClient<In extends Direction, Out extends Direction> {
  readonly #options: LinkClientOptions<In, Out>;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #connection: LinkConnection<In, Out> | undefined;
  #counts: LinkCounts = { malformed: 0, unread: 0 };

  /** @throws SottoError CONFIG_INVALID for a path that is too long for a socket */
  constructor(options: LinkClientOptions<In, Out>) {
    checkPath(options.path);
    this.#options = options;
    this.#running = this.#run();
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  get counts(): LinkCounts {
    return this.#counts;
  }

  /** False while nobody is connected: what is to be sent then is the caller's to keep. */
  send(message: LinkMessage<Out>): boolean {
    return this.#connection?.send(message) ?? false;
  }

  /** Closes at once. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#connection?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    let waitMs = FIRST_WAIT_MS;
    while (!this.#closing.signal.aborted) {
      const startedMs = clock.monotonicMs();
      await this.#once();
      if (clock.monotonicMs() - startedMs >= HEALTHY_MS) waitMs = FIRST_WAIT_MS;
      await this.#sleep(waitMs);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    }
  }

  /** One connection, from its start to its end. Resolves at once where nobody listens. */
  async #once(): Promise<void> {
    const socket = await this.#open();
    if (socket === undefined) return;
    if (this.#closing.signal.aborted) {
      socket.destroy();
      return;
    }
    const { receives, sends, onMessage, onConnect, onLost } = this.#options;
    await new Promise<void>((ended) => {
      this.#connection = new LinkConnection<In, Out>(socket, {
        receives,
        sends,
        onMessage,
        onLost: (why) => {
          this.#counts = counted(this.#counts, why);
          this.#connection = undefined;
          ended();
          if (!this.#closing.signal.aborted) onLost?.(why);
        },
      });
      onConnect?.();
    });
  }

  async #open() {
    try {
      return await openSocket(this.#options.path);
    } catch (error) {
      // A folder that we may not enter yet, like a server that is not there yet, is tried again.
      const code = codeOf(error);
      if (code === "NOT_RUNNING" || code === "FILE_UNREADABLE") return undefined;
      throw error;
    }
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#closing;
    try {
      await this.#options.clock.sleep(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
