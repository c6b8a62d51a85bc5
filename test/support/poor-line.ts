import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { SottoError } from "../../src/domain/errors.js";
import { seeded } from "./seeded.js";

/** What a line does to the bytes of a TCP connection; nought is a line that does nothing. */
export interface LineProfile {
  /** One way. */
  readonly latencyMs?: number;
  /** Each way. */
  readonly bytesPerS?: number;
  /** Share of segments that are lost. TCP sends them again: what a program sees of it is that everything stands still. */
  readonly loss?: number;
}

export interface PoorLine {
  /** mqtt://127.0.0.1:PORT, in front of the broker. */
  readonly url: string;
  readonly port: number;
  /** Segments that were lost so far. */
  readonly lost: number;
  /** From now on nothing comes through on the connections that stand, and nobody is told; later ones work. */
  freeze(): void;
  close(): Promise<void>;
}

export interface PoorLineOptions {
  /** Port of the broker on loopback. */
  readonly port: number;
  readonly profile: LineProfile;
  readonly seed: number;
}

/** Bytes of a segment on an ordinary line. */
const SEGMENT = 1_460;
/** Linux's least time until a segment is sent again. */
const LEAST_RETRY_MS = 200;
/** What a line's buffers hold before the sender has to wait. */
const BUFFER = 65_536;

/** A line to a broker as bad as the profile says. This kernel has no netem, so it is a proxy. */
export async function startPoorLine({ port, profile, seed }: PoorLineOptions): Promise<PoorLine> {
  const random = seeded(seed);
  const sockets = new Set<Socket>();
  let frozenBefore = 0;
  let connections = 0;
  let lost = 0;
  const stallMs = (bytes: number): number => {
    let sum = 0;
    for (let left = bytes; left > 0; left -= SEGMENT) {
      let retry = Math.max(LEAST_RETRY_MS, 3 * (profile.latencyMs ?? 0));
      for (; random() < (profile.loss ?? 0); retry *= 2) {
        lost += 1;
        sum += retry;
      }
    }
    return sum;
  };
  /** Bytes arrive in their order, each chunk behind all that was on the line before it. */
  const carry = (from: Socket, to: Socket, isFrozen: () => boolean): void => {
    let freeAtMs = 0;
    let arrivesAtMs = 0;
    let held = 0;
    from.on("data", (chunk) => {
      if (isFrozen()) return;
      const nowMs = performance.now();
      freeAtMs = Math.max(nowMs, freeAtMs) + (chunk.length / (profile.bytesPerS ?? Infinity)) * 1_000;
      arrivesAtMs = Math.max(arrivesAtMs, freeAtMs + (profile.latencyMs ?? 0) + stallMs(chunk.length));
      held += chunk.length;
      if (held > BUFFER) from.pause();
      setTimeout(() => {
        held -= chunk.length;
        if (held <= BUFFER) from.resume();
        if (!isFrozen() && !to.destroyed) to.write(chunk);
      }, arrivesAtMs - nowMs);
    });
  };
  const server = createServer((inner) => {
    const number = ++connections;
    const isFrozen = (): boolean => number <= frozenBefore;
    const outer = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      socket.once("close", () => {
        sockets.delete(socket);
        // A frozen line does not even carry the end.
        if (!isFrozen()) other.destroy();
      });
    }
    carry(inner, outer, isFrozen);
    carry(outer, inner, isFrozen);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new SottoError("INTERNAL", "no port");
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    port: address.port,
    get lost() {
      return lost;
    },
    freeze() {
      frozenBefore = connections;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
