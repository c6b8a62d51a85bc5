import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { SottoError } from "../../domain/errors.js";
import type { Direction, LinkMessage } from "../messages.js";
import { counted, LinkConnection, type LinkCounts, type LossReason } from "./link-connection.js";
import { checkPath, isLive } from "./open-link.js";

export interface LinkServerOptions<In extends Direction, Out extends Direction> {
  /** Where to listen; its folder is made where it is missing, and is the wall: see docs/architecture.md. */
  readonly path: string;
  readonly receives: In;
  readonly sends: Out;
  /** One more, and the oldest connection is closed: a process that was started again wins over its dead self. */
  readonly maxPeers: number;
  readonly onMessage: (message: LinkMessage<In>, from: LinkConnection<In, Out>) => void;
  readonly onConnect?: (peer: LinkConnection<In, Out>) => void;
  readonly onLost?: (why: LossReason, peer: LinkConnection<In, Out>) => void;
}

/** The listening end of one socket. */
export class LinkServer<In extends Direction, Out extends Direction> {
  readonly #options: LinkServerOptions<In, Out>;
  readonly #server: Server;
  /** Oldest first. */
  readonly #peers: LinkConnection<In, Out>[] = [];
  #counts: LinkCounts = { malformed: 0, unread: 0 };

  private constructor(options: LinkServerOptions<In, Out>) {
    this.#options = options;
    this.#server = createServer((socket) => this.#connected(socket));
  }

  /**
   * Listens, in place of a dead server's socket file if need be. User and group may connect.
   * @throws SottoError ALREADY_RUNNING when a live server listens there, CONFIG_INVALID for a path that is too
   * long, FILE_UNREADABLE
   */
  static async listen<In extends Direction, Out extends Direction>(
    options: LinkServerOptions<In, Out>,
  ): Promise<LinkServer<In, Out>> {
    const { path } = options;
    checkPath(path);
    const made = new LinkServer(options);
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      if ((await made.#bind()) === "taken") {
        if (await isLive(path)) throw new SottoError("ALREADY_RUNNING", `somebody listens on ${path}`);
        rmSync(path, { force: true });
        if ((await made.#bind()) === "taken")
          throw new SottoError("ALREADY_RUNNING", `somebody listens on ${path}`);
      }
      chmodSync(path, 0o660);
    } catch (cause) {
      throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", `socket ${path}`, cause);
    }
    return made;
  }

  /** Is anybody connected? */
  get isConnected(): boolean {
    return this.#peers.length > 0;
  }

  get counts(): LinkCounts {
    return this.#counts;
  }

  /** To everybody who is connected. False when nobody took it. */
  send(message: LinkMessage<Out>): boolean {
    // A copy: a peer that does not read leaves the list while it is gone through.
    return [...this.#peers].map((peer) => peer.send(message)).includes(true);
  }

  /** Closes every connection, removes the socket file. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const peer of [...this.#peers]) peer.close();
    await closed;
  }

  /** "taken": a file is in the way. */
  #bind(): Promise<"bound" | "taken"> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => {
        if ("code" in error && error.code === "EADDRINUSE") resolve("taken");
        else reject(error);
      };
      this.#server.once("error", failed);
      this.#server.listen(this.#options.path, () => {
        this.#server.off("error", failed);
        resolve("bound");
      });
    });
  }

  #connected(socket: Socket): void {
    const { receives, sends, maxPeers, onMessage, onConnect, onLost } = this.#options;
    const peer = new LinkConnection<In, Out>(socket, {
      receives,
      sends,
      onMessage,
      onLost: (why) => {
        this.#counts = counted(this.#counts, why);
        this.#peers.splice(this.#peers.indexOf(peer), 1);
        onLost?.(why, peer);
      },
    });
    while (this.#peers.length >= maxPeers) this.#peers[0]?.close();
    this.#peers.push(peer);
    onConnect?.(peer);
  }
}
