import { type Places, socketPath } from "../../config/places.js";
import type { ErasureStage } from "../../light/erasures.js";
import type { LinkConnection } from "../../link/edge/link-connection.js";
import { LinkServer } from "../../link/edge/link-server.js";
import type { LinkMessage } from "../../link/messages.js";

export type ControlPeer = LinkConnection<"control-to-light", "light-to-control">;

export interface LightLinksOptions {
  readonly places: Places;
  readonly onEar: (message: LinkMessage<"ear-to-light">) => void;
  readonly onEarConnected: (connected: boolean) => void;
  readonly onUplink: (message: LinkMessage<"uplink-to-light">) => void;
  readonly onUplinkConnected: (connected: boolean) => void;
  readonly onControl: (message: LinkMessage<"control-to-light">, from: ControlPeer) => void;
  readonly onControlLost: (peer: ControlPeer) => void;
}

/** More than people have terminals; one more, and the oldest is closed. */
const MAX_CONTROL_PEERS = 8;
/** Erasures that one control connection may wait for; one that asks for more is closed. */
const MAX_AWAITED = 64;

/** The three sockets that the light listens on. */
export class LightLinks {
  readonly #options: LightLinksOptions;
  #ear: LinkServer<"ear-to-light", "light-to-ear"> | undefined;
  #uplink: LinkServer<"uplink-to-light", "light-to-uplink"> | undefined;
  #control: LinkServer<"control-to-light", "light-to-control"> | undefined;
  readonly #awaited = new Map<ControlPeer, Set<string>>();

  constructor(options: LightLinksOptions) {
    this.#options = options;
  }

  /** @throws SottoError ALREADY_RUNNING, CONFIG_INVALID for a path that is too long, FILE_UNREADABLE */
  async listen(): Promise<void> {
    const { places, ...told } = this.#options;
    this.#ear = await LinkServer.listen({
      path: socketPath(places.run, "ear-light"),
      receives: "ear-to-light",
      sends: "light-to-ear",
      maxPeers: 1,
      onMessage: told.onEar,
      onConnect: () => told.onEarConnected(true),
      onLost: () => told.onEarConnected(false),
    });
    this.#uplink = await LinkServer.listen({
      path: socketPath(places.run, "light-uplink"),
      receives: "uplink-to-light",
      sends: "light-to-uplink",
      maxPeers: 1,
      onMessage: told.onUplink,
      onConnect: () => told.onUplinkConnected(true),
      onLost: () => told.onUplinkConnected(false),
    });
    this.#control = await LinkServer.listen({
      path: socketPath(places.run, "control"),
      receives: "control-to-light",
      sends: "light-to-control",
      maxPeers: MAX_CONTROL_PEERS,
      onMessage: told.onControl,
      onLost: (_why, peer) => {
        this.#awaited.delete(peer);
        told.onControlLost(peer);
      },
    });
  }

  toEar(message: LinkMessage<"light-to-ear">): void {
    this.#ear?.send(message);
  }

  toUplink(message: LinkMessage<"light-to-uplink">): void {
    this.#uplink?.send(message);
  }

  /** Connections that were closed for what they sent or did not read. */
  get refused(): number {
    const all = [this.#ear?.counts, this.#uplink?.counts, this.#control?.counts];
    return all.reduce(
      (sum, counts) => sum + (counts === undefined ? 0 : counts.malformed + counts.unread),
      0,
    );
  }

  /** This connection is told how far the request comes. */
  await(peer: ControlPeer, request: string): void {
    const requests = this.#awaited.get(peer) ?? new Set();
    requests.add(request);
    this.#awaited.set(peer, requests);
    if (requests.size > MAX_AWAITED) peer.close();
  }

  /** Tells those who asked for it. */
  told(request: string, stage: ErasureStage): void {
    for (const [peer, requests] of [...this.#awaited]) {
      if (requests.has(request)) peer.send({ kind: stage, request });
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#ear?.close(), this.#uplink?.close(), this.#control?.close()]);
  }
}
