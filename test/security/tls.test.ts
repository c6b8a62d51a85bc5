import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { openBrokerSocket } from "../../src/deliver/edge/broker-socket.js";
import { brokerWorld, within } from "../support/broker-world.js";
import { createAuthority, pinOf } from "../support/certificates.js";
import { type Mosquitto, startMosquitto } from "../support/mosquitto.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper, type TestKeeper } from "../support/test-keeper.js";
import { thrown } from "../support/thrown.js";
import { type CaseParts, TLS_CASES } from "./tls-cases.js";
import { isTlsAlone, startWire, tlsImpostor } from "./wire.js";

const PATIENCE = { timeout: 30_000, interval: 20 };
const FILES = ["ca", "cert", "key"] as const;
type FileName = (typeof FILES)[number];

const house = await brokerWorld();
const world = await brokerWorld();
let broker: Mosquitto;
let keeper: TestKeeper;
let parts: CaseParts;
/** What fits the broker. */
let right: Readonly<Record<FileName, string>>;

beforeAll(async () => {
  const folder = house.folder();
  broker = await startMosquitto({ folder, tls: "mutual", certificateFor: "IP:127.0.0.1,DNS:localhost" });
  house.later(() => broker.stop());
  const { authority, certificate: server } = broker;
  if (authority === undefined || server === undefined) expect.fail("no TLS");
  const client = authority.issue("client", undefined);
  right = { ca: authority.cert, ...client };
  parts = { authority, server, folder, stranger: createAuthority(folder, "stranger") };
  const files = { url: broker.url, caFile: right.ca, certFile: right.cert, keyFile: right.key };
  keeper = await startTestKeeper({ broker: files, device: house.device.trusted });
  house.later(() => keeper.close());
});
afterEach(() => world.end());
afterAll(() => house.end());

/** The device's own copies; each is replaced as somebody who rotates files would do it. */
function deviceFiles() {
  const folder = world.folder();
  const at = (name: FileName) => join(folder, name);
  const put = (files: Partial<Record<FileName, string>>) => {
    for (const name of FILES) {
      const from = files[name];
      if (from === undefined) continue;
      copyFileSync(from, `${at(name)}.new`);
      chmodSync(`${at(name)}.new`, 0o600);
      renameSync(`${at(name)}.new`, at(name));
    }
  };
  put(right);
  return { at, put };
}

/** A device with a clip that waits, and its cable. */
async function device(pin?: readonly string[]) {
  const wire = await startWire();
  world.later(() => wire.close());
  const files = deviceFiles();
  const { at } = files;
  const urls = {
    url: `mqtts://127.0.0.1:${wire.port}`,
    caFile: at("ca"),
    certFile: at("cert"),
    keyFile: at("key"),
  };
  const start = () => sendingWorld(world, { broker: { ...urls, pin }, receiptDeadlineMs: 600_000 });
  return { ...files, wire, start };
}

describe.each(TLS_CASES)("A broker that shows $name", ({ reason, impostor, files, pins }) => {
  it(`is ${reason}: nothing in clear, no clip; and the clip goes when all is right, without a restart`, async () => {
    const { put, wire, start } = await device(pins?.(parts));
    const other = await impostor?.(parts);
    if (other !== undefined) world.later(() => other.close());
    put(files?.(parts) ?? {});
    wire.plugInto(other?.port ?? broker.port);
    const up = start();
    const id = up.accept(await world.clip());
    await expect.poll(() => up.transport.troubles[reason], PATIENCE).toBeGreaterThanOrEqual(2);
    expect(Object.keys(up.transport.troubles)).toEqual([reason]);
    expect([up.sender.counts.sent, other?.understood() ?? 0, keeper.clips.has(id)]).toEqual([0, 0, false]);
    expectLedger(up.outbox.ledger, { accepted: 1, pending: 1 });

    put(right);
    wire.plugInto(broker.port);
    await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(1);
    expect(keeper.clips.get(id)).toBe(1);
    expect(wire.said.length).toBeGreaterThanOrEqual(3);
    expect(wire.said.filter((bytes) => !isTlsAlone(bytes))).toEqual([]);
  });
});

describe("The device's own files, read anew at each attempt", () => {
  const newer = () => parts.authority.issue(`newer-${Math.random()}`, undefined);
  it.each([
    ["half rotated", "CERTIFICATE_INVALID", ({ put }) => put({ cert: newer().cert })],
    ["a key that others may read", "KEY_INVALID", ({ at }) => chmodSync(at("key"), 0o640)],
    ["a key that is gone", "FILE_UNREADABLE", ({ at }) => rmSync(at("key"))],
    ["a key that is none", "CERTIFICATE_INVALID", ({ at }) => writeFileSync(at("key"), "no key")],
    ["an empty CA file", "CERTIFICATE_INVALID", ({ at }) => writeFileSync(at("ca"), "")],
    [
      "a damaged certificate",
      "CERTIFICATE_INVALID",
      ({ at }) => writeFileSync(at("cert"), readFileSync(at("cert"), "utf8").replace(/\nMII/, "\nMIJ")),
    ],
  ] satisfies [string, string, (files: ReturnType<typeof deviceFiles>) => void][])(
    "%s: %s, tried again, and nothing is sent until they fit",
    async (_, code, spoil) => {
      const { put, at, wire, start } = await device();
      wire.plugInto(broker.port);
      const up = start();
      await up.ready();
      spoil({ put, at });
      const seen = wire.said.length;
      wire.plugInto(broker.port);
      await expect.poll(() => up.transport.troubles[code], PATIENCE).toBeGreaterThanOrEqual(2);
      expect(wire.said.length).toBe(seen);
      const id = up.accept(await world.clip());
      put({ ...newer(), ca: right.ca });
      await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(1);
      expect(keeper.clips.get(id)).toBe(1);
    },
  );

  it("follow a rotation of everything: a bundle of old and new authority, a new client certificate", async () => {
    const { put, at, wire, start } = await device([pinOf(parts.stranger), pinOf(parts.server)]);
    writeFileSync(
      at("ca"),
      [parts.stranger.cert, right.ca].map((path) => readFileSync(path, "utf8")).join(""),
    );
    wire.plugInto(broker.port);
    const up = start();
    await up.ready();
    put(newer());
    wire.plugInto(broker.port);
    await expect.poll(() => up.transport.connection?.number, PATIENCE).toBe(2);
    const id = up.accept(await world.clip());
    await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(1);
    expect(keeper.clips.get(id)).toBe(1);
  });

  it("may be missing where the broker wants none, and are client-missing where it does", async () => {
    const wire = await startWire();
    world.later(() => wire.close());
    wire.plugInto(broker.port);
    const bare = { url: `mqtts://127.0.0.1:${wire.port}`, caFile: right.ca };
    const up = sendingWorld(world, { broker: bare, receiptDeadlineMs: 600_000 });
    up.accept(await world.clip());
    await expect.poll(() => up.transport.troubles["client-missing"], PATIENCE).toBeGreaterThanOrEqual(2);
    expect([up.sender.counts.sent, wire.said.every(isTlsAlone)]).toEqual([0, true]);
  });
});

describe("A certificate that begins later", () => {
  it("is taken when its time has come: a clock that was not set needs no restart", async () => {
    const seconds = 4;
    const young = await startMosquitto({
      ...{ folder: world.folder(), tls: "server" },
      certificate: { fromDays: seconds / 86_400 },
    });
    world.later(() => young.stop());
    const files = { url: young.url, caFile: young.authority?.cert };
    const up = sendingWorld(world, { broker: files, receiptDeadlineMs: 600_000 });
    const id = up.accept(await world.clip());
    await expect.poll(() => up.transport.troubles["not-yet-valid"], PATIENCE).toBeGreaterThanOrEqual(2);
    const late = await startTestKeeper({ broker: files, device: world.device.trusted });
    world.later(() => late.close());
    await expect.poll(() => late.clips.get(id), PATIENCE).toBe(1);
    expect(Object.keys(up.transport.troubles)).toEqual(["not-yet-valid"]);
  });

  it("is said to be the clock's fault; one that ended is named with its day", async () => {
    const complaint = async (fromDays: number, untilDays: number) => {
      const { cert, key } = parts.authority.issue("dated", "IP:127.0.0.1", { fromDays, untilDays });
      const server = await tlsImpostor({ cert: readFileSync(cert), key: readFileSync(key) });
      world.later(() => server.close());
      const settings = loadBrokerSettings({ url: `mqtts://127.0.0.1:${server.port}`, caFile: right.ca });
      const error = await thrown(() => openBrokerSocket(settings, within(10_000)));
      return error instanceof Error ? error.message : "";
    };
    expect(await complaint(3, 9)).toMatch(
      /not-yet-valid: the broker's certificate \(dated\) begins on .* clock/,
    );
    expect(await complaint(-9, -3)).toMatch(
      /expired: the broker's certificate \(dated\) ended on .*, 3 day\(s\) ago/,
    );
  });
});

describe("No switch", () => {
  it("of Node's own turns verification or the lowest version off", async () => {
    const { cert, key } = createAuthority(world.folder(), "itself", {
      extensions: ["subjectAltName=IP:127.0.0.1"],
    });
    const server = await tlsImpostor({ cert: readFileSync(cert), key: readFileSync(key) });
    world.later(() => server.close());
    const settings = loadBrokerSettings({ url: `mqtts://127.0.0.1:${server.port}`, caFile: right.ca });
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    world.later(() => delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]);
    const error = await thrown(() => openBrokerSocket(settings, within(10_000)));
    expect(error).toMatchObject({ code: "BROKER_TLS", problem: "self-signed" });
  });
});
