import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { SottoError } from "../../src/domain/errors.js";
import { connack, PACKET, PacketSplitter } from "./scripted-broker.js";

/** `dead`: nobody answers; `frozen`: connected, and not a byte comes; `refusing`: every CONNECT is denied; `slow`: by seconds. */
export const BAD_MOODS = ["dead", "frozen", "refusing", "slow"] as const;
export type Mood = "well" | (typeof BAD_MOODS)[number];

export interface FickleBroker {
  /** mqtt://127.0.0.1:PORT, in front of the real one. */
  readonly url: string;
  /** From now on; connections that stand are cut, but for `frozen`, which leaves them standing. */
  become(mood: Mood): void;
  close(): Promise<void>;
}

/** MQTT 5 "not authorized" and 3.1.1 "not authorized". */
const DENIED = { 5: 0x87, 4: 5 } as const;
const SLOW_MS = 2_000;

/** A real broker on loopback behind a door that can be shut in every way. */
export async function startFickleBroker(port: number): Promise<FickleBroker> {
  const sockets = new Set<Socket>();
  let mood: Mood = "well";
  const server = createServer((inner) => {
    sockets.add(inner);
    inner.on("error", () => inner.destroy());
    inner.once("close", () => sockets.delete(inner));
    if (mood === "dead") inner.destroy();
    else if (mood === "refusing") deny(inner);
    else if (mood !== "frozen") join(inner);
  });
  const join = (inner: Socket): void => {
    const outer = connect(port, "127.0.0.1");
    sockets.add(outer);
    outer.on("error", () => outer.destroy());
    outer.once("close", () => {
      sockets.delete(outer);
      inner.destroy();
    });
    inner.once("close", () => outer.destroy());
    const carry = (to: Socket) => (chunk: Buffer) => {
      if (mood === "frozen") return;
      if (mood === "slow") setTimeout(() => to.write(chunk), SLOW_MS);
      else to.write(chunk);
    };
    inner.on("data", carry(outer));
    outer.on("data", carry(inner));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new SottoError("INTERNAL", "no port");
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    become(next) {
      mood = next;
      if (next !== "frozen") for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function deny(socket: Socket): void {
  const splitter = new PacketSplitter();
  socket.on("data", (chunk) => {
    for (const bytes of splitter.push(chunk)) {
      if ((bytes[0] ?? 0) >> 4 !== PACKET.connect) continue;
      const version = bytes.includes(Buffer.from([...Buffer.from("MQTT"), 5])) ? 5 : 4;
      socket.end(connack(version, DENIED[version]));
    }
  });
}
