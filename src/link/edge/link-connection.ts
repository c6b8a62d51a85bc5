import type { Socket } from "node:net";
import { codeOf } from "../../domain/errors.js";
import { encodeMessage, MAX_PAYLOAD_BYTES, parseMessage } from "../codec.js";
import { FrameReader, frameOf } from "../framing.js";
import type { Direction, LinkMessage } from "../messages.js";

/** Why a connection is over. `unread`: the peer did not take what was sent to it. */
export type LossReason = "closed" | "malformed" | "unread";

/** So many bytes may wait for a peer that does not read; with more the connection is closed. */
export const MAX_UNREAD_BYTES = 2_000_000;

export interface ConnectionOptions<In extends Direction, Out extends Direction> {
  readonly receives: In;
  readonly sends: Out;
  readonly onMessage: (message: LinkMessage<In>, from: LinkConnection<In, Out>) => void;
  /** Once, when it is over. */
  readonly onLost: (why: LossReason, connection: LinkConnection<In, Out>) => void;
}

/** One connected socket between two processes: whole, checked messages of one direction in, of another out. */
export class LinkConnection<In extends Direction, Out extends Direction> {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions<In, Out>;
  readonly #reader: FrameReader;
  #isOpen = true;

  /** Takes over a connected socket. */
  constructor(socket: Socket, options: ConnectionOptions<In, Out>) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new FrameReader(MAX_PAYLOAD_BYTES[options.receives]);
    socket.on("data", (bytes: Buffer) => this.#take(bytes));
    // Nobody half-closes here: after its last byte a peer is gone.
    socket.on("end", () => this.#lose("closed"));
    // A reset is followed by close, which tells of it.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#lose("closed"));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** False when the connection is over, or is now because the peer does not read: nothing says that it arrived. */
  send(message: LinkMessage<Out>): boolean {
    if (!this.#isOpen) return false;
    this.#socket.write(frameOf(encodeMessage(this.#options.sends, message)));
    if (this.#socket.writableLength > MAX_UNREAD_BYTES) this.#lose("unread");
    return this.#isOpen;
  }

  /** What was sent before may be lost; onLost is told. */
  close(): void {
    this.#lose("closed");
  }

  #take(bytes: Buffer): void {
    const payloads = this.#reader.push(bytes);
    while (this.#isOpen) {
      const message = this.#next(payloads);
      if (message === undefined) return;
      this.#options.onMessage(message, this);
    }
  }

  /** Apart from the call of onMessage, so that a fault of ours is not taken for one of the peer. */
  #next(payloads: Iterator<Uint8Array, void, undefined>): LinkMessage<In> | undefined {
    try {
      const { value } = payloads.next();
      return value === undefined ? undefined : parseMessage(this.#options.receives, value);
    } catch (error) {
      if (codeOf(error) !== "LINK_INVALID") throw error;
      this.#lose("malformed");
      return undefined;
    }
  }

  #lose(why: LossReason): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
    this.#options.onLost(why, this);
  }
}

/** What went wrong on a socket since the process began. */
export interface LinkCounts {
  /** Connections that were closed because of bytes that are no message. */
  readonly malformed: number;
  /** Connections that were closed because the peer did not read. */
  readonly unread: number;
}

export function counted(counts: LinkCounts, why: LossReason): LinkCounts {
  return why === "closed" ? counts : { ...counts, [why]: counts[why] + 1 };
}
