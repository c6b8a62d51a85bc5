import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { SottoError } from "../../src/domain/errors.js";

/** A cable between a device and whatever answers at its other end; it keeps what the device said. */
export interface Wire {
  readonly port: number;
  /** What each connection of the device said, in order. */
  readonly said: readonly Buffer[];
  /** Where the next connections end. */
  plugInto(port: number): void;
  close(): Promise<void>;
}

export async function startWire(): Promise<Wire> {
  const streams: Buffer[][] = [];
  const open = new Set<Socket>();
  let target = 0;
  const server = createServer((near) => {
    const stream: Buffer[] = [];
    streams.push(stream);
    const far = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.on("data", (bytes) => stream.push(Buffer.from(bytes)));
    near.pipe(far);
    far.pipe(near);
  });
  return {
    port: await portOf(server),
    get said() {
      return streams.map((stream) => Buffer.concat(stream));
    },
    plugInto(port) {
      target = port;
      for (const socket of open) socket.destroy();
    },
    close: () => closed(server, open),
  };
}

/** A server that says nothing of its own, for a case. */
export interface Impostor {
  readonly port: number;
  /** What it could read, behind TLS. */
  readonly understood: () => number;
  close(): Promise<void>;
}

/** TLS as `options` have it. */
export async function tlsImpostor(options: TlsOptions): Promise<Impostor> {
  let understood = 0;
  const open = new Set<Socket>();
  const server = createTlsServer(options, (socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      understood += bytes.length;
    });
  });
  server.on("tlsClientError", () => undefined);
  server.on("connection", (socket: Socket) => open.add(socket));
  return { port: await portOf(server), understood: () => understood, close: () => closed(server, open) };
}

/** No TLS at all: it answers the first bytes with these, or hangs up without a word. */
export async function plainImpostor(answer: Uint8Array | undefined): Promise<Impostor> {
  let understood = 0;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      if (!isTlsAlone(bytes)) understood += bytes.length;
      if (answer === undefined) socket.destroy();
      else socket.end(answer);
    });
  });
  return { port: await portOf(server), understood: () => understood, close: () => closed(server, open) };
}

/** Nothing but records of TLS: a type from 20 to 23, version 3.x, a length, so many bytes; the last may be cut. */
export function isTlsAlone(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; ) {
    const [type = 0, major = 3] = bytes.subarray(at);
    if (type < 20 || type > 23 || major !== 3) return false;
    if (at + 5 > bytes.length) return true;
    const length = bytes.readUInt16BE(at + 3);
    if (length > 16_640) return false;
    at += 5 + length;
  }
  return true;
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new SottoError("INTERNAL", "no port");
  return address.port;
}

async function closed(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  server.close();
  await once(server, "close");
}
