import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BrokerFiles, loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { tlsProblemOf } from "../../src/deliver/tls-problem.js";
import { SottoError } from "../../src/domain/errors.js";
import { openAmqpSession } from "../../src/keep/edge/amqp-session.js";
import { type Certificate, createAuthority, pinOf } from "../support/certificates.js";

let root: string;
let sockets: Set<Socket>;
let servers: Server[];
/** What the server has read after TLS was agreed. */
let heard: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sotto-amqp-tls-"));
  sockets = new Set();
  servers = [];
  heard = "";
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  rmSync(root, { recursive: true, force: true });
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Hangs up at the first word of AMQP. */
function tlsPort({ cert, key }: Certificate): Promise<number> {
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
      socket.destroy();
    });
  });
  return listening(server);
}

async function attempt(files: BrokerFiles, deadlineMs = 20_000) {
  const settings = loadBrokerSettings(files, "amqp");
  const error: unknown = await openAmqpSession({
    ...{ settings, deadlineMs },
    onMessage: async () => undefined,
  }).catch((cause: unknown) => cause);
  if (!(error instanceof SottoError)) expect.fail("it was not refused");
  return { code: error.code, problem: tlsProblemOf(error), settings };
}

describe("AMQP over TLS", () => {
  it("says no word of AMQP to a broker of another name, authority or key", async () => {
    const authority = createAuthority(root, "authority");
    const caFile = authority.cert;
    const right = authority.issue("right", "IP:127.0.0.1");
    const port = await tlsPort(right);
    const elsewhere = await tlsPort(authority.issue("elsewhere", "IP:192.0.2.1"));
    const other = createAuthority(root, "another").cert;
    const url = `amqps://127.0.0.1:${port}`;
    const pin = [`${"A".repeat(43)}=`];
    const cases = [
      [{ url: `amqps://127.0.0.1:${elsewhere}`, caFile }, "wrong-host"],
      [{ url, caFile: other }, "unknown-authority"],
      [{ url, caFile, pin }, "wrong-pin"],
    ] as const;
    for (const [files, problem] of cases) {
      expect(await attempt(files)).toMatchObject({ code: "BROKER_TLS", problem });
    }
    expect(heard).toBe("");
  }, 60_000);

  it("remembers the certificate of a broker that it believes", async () => {
    const authority = createAuthority(root, "authority");
    const right = authority.issue("right", "IP:127.0.0.1");
    const url = `amqps://127.0.0.1:${await tlsPort(right)}`;
    const { code, settings } = await attempt({ url, caFile: authority.cert, pin: [pinOf(right)] });
    expect(code).toBe("BROKER_REFUSED");
    expect(heard).toContain("AMQP");
    expect(settings.lastHandshake.pin).toBe(pinOf(right));
    expect(settings.lastHandshake.facts).toMatchObject([
      { whose: "broker", name: "right" },
      { whose: "authority", name: "authority" },
    ]);
  }, 60_000);

  it("takes one that says nothing for one that is out of reach", async () => {
    const port = await listening(createTcpServer());
    expect((await attempt({ url: `amqp://127.0.0.1:${port}` }, 300)).code).toBe("BROKER_UNREACHABLE");
  }, 60_000);
});
