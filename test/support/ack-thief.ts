import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { SottoError } from "../../src/domain/errors.js";
import { PacketSplitter } from "./scripted-broker.js";

/** MQTT control packet type of a PUBACK. */
const PUBACK = 4;

export interface AckThief {
  /** mqtt://127.0.0.1:PORT, in front of the broker. */
  readonly url: string;
  readonly stolen: number;
  close(): Promise<void>;
}

/** Where an acknowledgement stands, both from 1. */
export interface AckPlace {
  readonly connection: number;
  readonly ofConnection: number;
}

export interface AckThiefOptions {
  /** Port of the broker on loopback. */
  readonly port: number;
  /** Whether this acknowledgement, counted from 1 over all connections, is lost; the connection goes with it. */
  readonly steals: (ordinal: number, place: AckPlace) => boolean;
}

/** A line to a broker that loses acknowledgements and then breaks: the broker has the message, the sender can't know. */
export async function startAckThief({ port, steals }: AckThiefOptions): Promise<AckThief> {
  const sockets = new Set<Socket>();
  let acknowledgements = 0;
  let stolen = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  };
  let connections = 0;
  const server = createServer((inner) => {
    const connection = ++connections;
    let ofConnection = 0;
    const outer = connect(port, "127.0.0.1");
    const cut = (): void => {
      inner.destroy();
      outer.destroy();
    };
    for (const socket of [inner, outer]) {
      keep(socket);
      socket.on("error", cut);
      socket.once("close", cut);
    }
    inner.pipe(outer);
    const splitter = new PacketSplitter();
    outer.on("data", (chunk) => {
      for (const packet of splitter.push(chunk)) {
        if ((packet[0] ?? 0) >> 4 === PUBACK) {
          acknowledgements += 1;
          ofConnection += 1;
          if (steals(acknowledgements, { connection, ofConnection })) {
            stolen += 1;
            cut();
            return;
          }
        }
        inner.write(packet);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new SottoError("INTERNAL", "no port");
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    get stolen() {
      return stolen;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
