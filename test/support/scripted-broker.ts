import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** MQTT control packet types, as far as scripts need them. */
export const PACKET = { connect: 1, publish: 3, subscribe: 8, pingreq: 12, disconnect: 14 } as const;

export interface SeenPacket {
  readonly type: number;
  /** The whole packet. */
  readonly bytes: Buffer;
  /** 4 or 5; what the connection's CONNECT said. */
  readonly version: number;
  /** How many connections there were, this one included. */
  readonly connection: number;
  /** Of a PUBLISH with QoS 1. */
  readonly packetId: number | undefined;
  readonly socket: Socket;
}

export interface ScriptedBroker {
  readonly port: number;
  readonly url: string;
  readonly versionsSeen: readonly number[];
  close(): Promise<void>;
}

/** Bytes on the wire, answered packet by packet as the test says: for what no real broker does on demand. */
export async function startScriptedBroker(script: (packet: SeenPacket) => void): Promise<ScriptedBroker> {
  const versionsSeen: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const connection = ++connections;
    let version = 0;
    const splitter = new PacketSplitter();
    socket.on("data", (chunk) => {
      for (const bytes of splitter.push(chunk)) {
        const type = (bytes[0] ?? 0) >> 4;
        if (type === PACKET.connect) {
          version = bytes[headLength(bytes) + 6] ?? 0;
          versionsSeen.push(version);
        }
        const packetId = type === PACKET.publish ? packetIdOf(bytes) : undefined;
        script({ type, bytes, version, connection, packetId, socket });
      }
    });
  });
  let connections = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    versionsSeen,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Cuts a stream of bytes into whole packets. */
export class PacketSplitter {
  #rest = Buffer.alloc(0);

  push(chunk: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const packets: Buffer[] = [];
    for (let bytes = firstPacket(this.#rest); bytes !== undefined; bytes = firstPacket(this.#rest)) {
      packets.push(bytes);
      this.#rest = this.#rest.subarray(bytes.length);
    }
    return packets;
  }
}

export function connack(version: number, code: number): Buffer {
  return Buffer.from(version === 5 ? [0x20, 3, 0, code, 0] : [0x20, 2, 0, code]);
}

export function puback(version: number, packetId: number, code: number): Buffer {
  const id = [packetId >> 8, packetId & 0xff];
  return Buffer.from(version === 5 && code !== 0 ? [0x40, 3, ...id, code] : [0x40, 2, ...id]);
}

/** MQTT 5, from the server. @param server reference to another one, property 0x1c */
export function disconnect(code: number, server = ""): Buffer {
  const reference = Buffer.from(server, "latin1");
  const properties = server === "" ? [0] : [reference.length + 3, 0x1c, 0, reference.length, ...reference];
  return Buffer.from([0xe0, 1 + properties.length, code, ...properties]);
}

/** Grants what a SUBSCRIBE with one topic asked for. */
export function suback({ bytes, version }: SeenPacket): Buffer {
  const at = headLength(bytes);
  const id = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
  return Buffer.from(version === 5 ? [0x90, 4, ...id, 0, 1] : [0x90, 3, ...id, 1]);
}

function headLength(bytes: Buffer): number {
  let length = 2;
  while (((bytes[length - 1] ?? 0) & 0x80) !== 0) length += 1;
  return length;
}

function firstPacket(bytes: Buffer): Buffer | undefined {
  let remaining = 0;
  for (let at = 1; at <= 4; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    remaining += (byte & 0x7f) << (7 * (at - 1));
    if ((byte & 0x80) === 0) {
      const length = at + 1 + remaining;
      return bytes.length >= length ? bytes.subarray(0, length) : undefined;
    }
  }
  return undefined;
}

function packetIdOf(bytes: Buffer): number {
  const head = headLength(bytes);
  return bytes.readUInt16BE(head + 2 + bytes.readUInt16BE(head));
}
