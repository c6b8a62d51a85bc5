import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type ListenOptions, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname } from "node:path";

/** Servers that say the marker to whoever comes. */
export class MadeListeners {
  readonly #closing: (() => void)[] = [];
  readonly #marker: string;

  constructor(marker: string) {
    this.#marker = marker;
  }

  async tcp(host: string): Promise<number | undefined> {
    const server = await this.#listen({ host, port: 0 });
    const address = server?.address();
    return typeof address === "object" ? address?.port : undefined;
  }

  async unix(path: string): Promise<void> {
    if (!path.startsWith("\0")) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await this.#listen({ path });
  }

  async udp(): Promise<number> {
    return this.#datagrams(() => Buffer.from(this.#marker));
  }

  /** Answers every question with one address of the documentation's range. */
  async dns(): Promise<number> {
    return this.#datagrams(answerTo);
  }

  close(): void {
    for (const close of this.#closing) close();
  }

  async #datagrams(reply: (message: Buffer) => Buffer): Promise<number> {
    const socket = createSocket("udp4");
    socket.on("message", (message, from) => socket.send(reply(message), from.port, from.address));
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    this.#closing.push(() => socket.close());
    return socket.address().port;
  }

  /** Undefined where this machine has no such address. */
  async #listen(options: ListenOptions): Promise<Server | undefined> {
    const server = createServer((socket) => {
      socket.on("error", () => undefined).end(this.#marker);
    });
    try {
      server.listen(options);
      await once(server, "listening");
    } catch {
      return undefined; // what cannot be listened to cannot be reached either, which the control then shows
    }
    this.#closing.push(() => server.close());
    return server;
  }
}

/** This machine's own addresses, loopback apart; at most one a family. */
export function ownAddresses(): readonly { readonly what: string; readonly host: string }[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outer = all.filter(({ internal, scopeid }) => !internal && !scopeid);
  return (["IPv4", "IPv6"] as const).flatMap((family) => {
    const own = outer.find((address) => address.family === family);
    return own ? [{ what: `this machine's own ${family} address`, host: own.address }] : [];
  });
}

const HEADER_BYTES = 12;
/** Type and class after the name's closing zero. */
const QUESTION_TAIL_BYTES = 5;
const ADDRESS = [192, 0, 2, 1];

function answerTo(question: Buffer): Buffer {
  const end = question.indexOf(0, HEADER_BYTES) + QUESTION_TAIL_BYTES;
  // The question's id; a recursive answer without error; one question, one answer.
  const header = [...question.subarray(0, 2), 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
  // The name of the question, type A, class IN, 60 s, 4 bytes.
  const answer = [0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...ADDRESS];
  return Buffer.from([...header, ...question.subarray(HEADER_BYTES, end), ...answer]);
}
