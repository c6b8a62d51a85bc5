import { createServer, type Socket } from "node:net";
import { Aedes } from "aedes";
import { SottoError } from "../../domain/errors.js";

export interface EmbeddedBroker {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** mqtt://127.0.0.1:PORT */
  readonly url: string;
  close(): Promise<void>;
}

/** More than a house ever has on loopback. */
const MAX_CONNECTIONS = 32;

/**
 * A broker inside this process, on loopback only, for the demonstration and for a reader on the same machine. MQTT
 * 3.1.1 only, everything in memory: what it has acknowledged is gone with the process.
 * @param port 0 for any free one
 * @throws SottoError BROKER_UNREACHABLE when the port is taken
 */
export async function startEmbeddedBroker(port = 0): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker();
  const server = createServer((socket) => broker.handle(socket));
  server.maxConnections = MAX_CONNECTIONS;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const taken = await new Promise<number>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new SottoError("BROKER_UNREACHABLE", `port ${port} on loopback can't be had`, cause)),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
  return {
    host: "127.0.0.1",
    port: taken,
    url: `mqtt://127.0.0.1:${taken}`,
    async close() {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
