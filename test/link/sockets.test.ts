import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { encodeMessage } from "../../src/link/codec.js";
import { LinkClient } from "../../src/link/edge/link-client.js";
import type { LossReason } from "../../src/link/edge/link-connection.js";
import { LinkServer } from "../../src/link/edge/link-server.js";
import { frameOf } from "../../src/link/framing.js";
import type { LinkMessage } from "../../src/link/messages.js";
import { thrownCode } from "../support/thrown.js";
import { many } from "./messages.js";

const root = mkdtempSync(join(tmpdir(), "sotto-link-"));
const endings: (() => Promise<unknown> | unknown)[] = [];
let made = 0;

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function freshPath(): string {
  made += 1;
  return join(root, String(made), "socket");
}

/** The uplink's end of ear-uplink. */
async function listening(path: string, maxPeers = 1) {
  const messages: LinkMessage<"ear-to-uplink">[] = [];
  const losses: LossReason[] = [];
  const server = await LinkServer.listen({
    path,
    receives: "ear-to-uplink",
    sends: "uplink-to-ear",
    maxPeers,
    onMessage: (message) => messages.push(message),
    onLost: (why) => losses.push(why),
  });
  endings.push(() => server.close());
  return { server, messages, losses };
}

/** The ear's end. */
function connecting(path: string) {
  const messages: LinkMessage<"uplink-to-ear">[] = [];
  const losses: LossReason[] = [];
  let connections = 0;
  const client = new LinkClient({
    path,
    receives: "uplink-to-ear",
    sends: "ear-to-uplink",
    clock: systemClock,
    onMessage: (message) => messages.push(message),
    onConnect: () => {
      connections += 1;
    },
    onLost: (why) => losses.push(why),
  });
  endings.push(() => client.close());
  return { client, messages, losses, connections: () => connections };
}

/** Somebody who writes what he likes. */
async function hostile(path: string): Promise<Socket> {
  const socket = connect(path);
  socket.on("error", () => undefined);
  endings.push(() => socket.destroy());
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return socket;
}

const clip: LinkMessage<"ear-to-uplink"> = { kind: "clip", message: new Uint8Array(118_000).fill(9) };
const accepted: LinkMessage<"uplink-to-ear"> = { kind: "accepted", id: "0".repeat(32) };

describe("two processes on a socket", () => {
  it("hear each other, whole messages in order", async () => {
    const path = freshPath();
    const { server, messages } = await listening(path);
    const ear = connecting(path);
    await expect.poll(() => ear.client.isConnected && server.isConnected).toBe(true);
    expect(ear.client.send(clip)).toBe(true);
    expect(ear.client.send({ kind: "resolve", request: accepted.id, selector: { kind: "all" } })).toBe(true);
    expect(server.send(accepted)).toBe(true);
    await expect.poll(() => messages.length).toBe(2);
    expect(messages[0]).toEqual(clip);
    expect(messages[1]?.kind).toBe("resolve");
    await expect.poll(() => ear.messages).toEqual([accepted]);
  });

  it("find each other again when the listening one was away", async () => {
    const path = freshPath();
    const ear = connecting(path);
    expect(ear.client.send(clip)).toBe(false);
    const first = await listening(path);
    await expect.poll(() => ear.client.isConnected).toBe(true);
    await first.server.close();
    await expect.poll(() => ear.losses).toEqual(["closed"]);
    const second = await listening(path);
    await expect.poll(() => ear.connections(), { timeout: 5_000 }).toBe(2);
    expect(ear.client.send(clip)).toBe(true);
    await expect.poll(() => second.messages.length).toBe(1);
  });

  it("leave the socket to user and group alone", async () => {
    const path = freshPath();
    await listening(path);
    expect(statSync(path).mode & 0o777).toBe(0o660);
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
  });
});

describe("a listening process", () => {
  it("takes the place of a dead one whose socket file is still there", async () => {
    const path = freshPath();
    const dead: Server = createServer();
    const { server } = await listening(path);
    await server.close();
    // A file that nobody listens behind: bound, then renamed away so that closing does not remove it.
    await new Promise<void>((resolve) => dead.listen(`${path}.dead`, resolve));
    renameSync(`${path}.dead`, path);
    await new Promise<void>((resolve) => dead.close(() => resolve()));
    expect(existsSync(path)).toBe(true);
    await listening(path);
    const ear = connecting(path);
    await expect.poll(() => ear.client.isConnected).toBe(true);
  });

  it("is not replaced while it lives", async () => {
    const path = freshPath();
    const { server, messages } = await listening(path);
    expect(await thrownCode(() => listening(path))).toBe("ALREADY_RUNNING");
    const ear = connecting(path);
    await expect.poll(() => server.isConnected && ear.client.send(clip)).toBe(true);
    await expect.poll(() => messages.length).toBe(1);
  });

  it("says that its path is too long, rather than listening on a shorter one", async () => {
    const path = join(root, "x".repeat(120), "socket");
    expect(await thrownCode(() => listening(path))).toBe("CONFIG_INVALID");
    expect(await thrownCode(() => connecting(path))).toBe("CONFIG_INVALID");
  });

  it("does not take a file for a socket, nor remove it", async () => {
    const path = join(root, "file");
    writeFileSync(path, "not ours");
    expect(await thrownCode(() => listening(join(path, "socket")))).toBe("FILE_UNREADABLE");
    expect(existsSync(path)).toBe(true);
  });

  it("keeps the newest connection and closes the oldest", async () => {
    const path = freshPath();
    const { server, losses } = await listening(path);
    const old = await hostile(path);
    const gone = new Promise<void>((resolve) => old.once("close", () => resolve()));
    const ear = connecting(path);
    await expect.poll(() => ear.client.isConnected).toBe(true);
    await gone;
    expect(losses).toEqual(["closed"]);
    expect(server.send(accepted)).toBe(true);
    await expect.poll(() => ear.messages.length).toBe(1);
  });
});

describe("a hostile peer", () => {
  const head = (length: number) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, length);
    return bytes;
  };

  it.each([
    ["garbage", frameOf(Uint8Array.of(1, 2, 3))],
    ["a length of four gigabytes", head(0xffff_ffff)],
    ["an empty frame", head(0)],
    ["a message of the other direction", frameOf(encodeMessage("uplink-to-ear", accepted))],
    [
      "ids without end",
      frameOf(
        encodeMessage("uplink-to-ear", { kind: "resolved", request: accepted.id, all: true, ids: many() }),
      ),
    ],
  ])("that sends %s is cut off and counted, and the next one is heard", async (_, bytes) => {
    const path = freshPath();
    const { server, messages, losses } = await listening(path);
    const enemy = await hostile(path);
    const gone = new Promise<void>((resolve) => enemy.once("close", () => resolve()));
    enemy.write(bytes);
    // What follows a broken frame is never read.
    enemy.write(frameOf(encodeMessage("ear-to-uplink", clip)));
    await gone;
    expect(losses).toEqual(["malformed"]);
    expect(server.counts).toEqual({ malformed: 1, unread: 0 });
    expect(messages).toEqual([]);
    const ear = connecting(path);
    await expect.poll(() => ear.client.isConnected && server.isConnected).toBe(true);
    ear.client.send(clip);
    await expect.poll(() => messages).toEqual([clip]);
  });

  it("that sends a message byte by byte is understood", async () => {
    const path = freshPath();
    const { messages } = await listening(path);
    const slow = await hostile(path);
    slow.setNoDelay(true);
    const request = accepted.id;
    const frame = frameOf(
      encodeMessage("ear-to-uplink", { kind: "resolve", request, selector: { kind: "last" } }),
    );
    for (const byte of frame) {
      await new Promise<void>((resolve) => slow.write(Uint8Array.of(byte), () => resolve()));
    }
    await expect.poll(() => messages).toEqual([{ kind: "resolve", request, selector: { kind: "last" } }]);
  });

  it("that leaves in mid-frame is a lost connection and nothing more", async () => {
    const path = freshPath();
    const { server, messages, losses } = await listening(path);
    const enemy = await hostile(path);
    enemy.end(frameOf(encodeMessage("ear-to-uplink", clip)).subarray(0, 50_000));
    await expect.poll(() => losses).toEqual(["closed"]);
    expect(messages).toEqual([]);
    expect(server.counts).toEqual({ malformed: 0, unread: 0 });
  });

  it("that does not read is cut off and counted before two megabytes and a message wait for it", async () => {
    const path = freshPath();
    const { server, losses } = await listening(path);
    const deaf = await hostile(path);
    deaf.pause();
    await expect.poll(() => server.isConnected).toBe(true);
    const long: LinkMessage<"uplink-to-ear"> = {
      kind: "resolved",
      request: accepted.id,
      all: true,
      ids: many(),
    };
    let sent = 0;
    while (server.send(long) && sent < 100) sent += 1;
    expect(sent).toBeLessThan(30);
    expect(losses).toEqual(["unread"]);
    expect(server.counts).toEqual({ malformed: 0, unread: 1 });
    expect(server.send(long)).toBe(false);
  });

  it("that listens in the uplink's place and sends garbage is left and tried again, with pauses", async () => {
    const path = freshPath();
    const { server } = await listening(path);
    await server.close();
    let connections = 0;
    const enemy = createServer((socket) => {
      connections += 1;
      socket.on("error", () => undefined);
      socket.write(frameOf(Uint8Array.of(0xff)));
    });
    await new Promise<void>((resolve) => enemy.listen(path, resolve));
    endings.push(() => new Promise<void>((resolve) => enemy.close(() => resolve())));
    const from = systemClock.monotonicMs();
    const ear = connecting(path);
    await expect.poll(() => ear.losses.length, { timeout: 10_000 }).toBe(4);
    // 50, 100 and 200 ms between four connections.
    expect(systemClock.monotonicMs() - from).toBeGreaterThanOrEqual(350);
    expect(ear.client.counts.malformed).toBe(4);
    expect(connections).toBe(4);
    expect(ear.messages).toEqual([]);
  });
});
