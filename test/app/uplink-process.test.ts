import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { SqliteKeep } from "../../src/keep/edge/sqlite-keep.js";
import { encodeMessage } from "../../src/link/codec.js";
import { frameOf } from "../../src/link/framing.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import type { CertificateWishes } from "../support/certificates.js";
import { idBytes, keptHouse } from "../support/kept-house.js";
import { type Mosquitto, startMosquitto } from "../support/mosquitto.js";
import { ledgerOf, openUplinkWorld, type PlayedEar, type UplinkWorld } from "./uplink-world.js";

const PATIENCE = { timeout: 120_000 };
const worlds: UplinkWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.end();
});

async function openWorld(config?: string): Promise<UplinkWorld> {
  const world = await openUplinkWorld(config);
  worlds.push(world);
  return world;
}

async function mosquittoIn(world: UplinkWorld): Promise<Mosquitto> {
  const broker = await startMosquitto({ folder: world.root });
  world.later(() => broker.stop());
  return broker;
}

const kept = async (world: UplinkWorld): Promise<number> => {
  const keep = new SqliteKeep(world.house.folders.keeper, { maxBytesPerDevice: 1_000_000_000 });
  try {
    return (await keep.totals()).clips;
  } finally {
    await keep.close();
  }
};

const answers = (ear: PlayedEar, wanted: "accepted" | "refused" | "erasing") =>
  ear.heard.filter(({ kind }) => kind === wanted).length;

/** One after the other, as an ear does, so that nothing waits in the socket. */
async function acceptAll(ear: PlayedEar, clips: readonly SealedClip[]): Promise<void> {
  const before = answers(ear, "accepted");
  for (const [index, clip] of clips.entries()) {
    ear.send({ kind: "clip", message: clip.message });
    await ear.until(() => answers(ear, "accepted") > before + index);
  }
}

describe("an uplink without a broker", () => {
  it("keeps 1,000 clips on the disk in bounded memory and delivers each once when the broker comes", async () => {
    const world = await openWorld();
    const broker = await mosquittoIn(world);
    const keeper = world.start("keep", "--broker", broker.url);
    await expect
      .poll(() => keeper.lines.some(({ event }) => event === "broker-connected"), PATIENCE)
      .toBe(true);
    await broker.kill();
    const uplink = world.start("uplink", "--broker", broker.url);
    const ear = await world.ear();
    const clips = await Promise.all(Array.from({ length: 1_000 }, () => world.house.clip()));
    await acceptAll(ear, clips.slice(0, 100));
    const early = uplink.usage();
    await acceptAll(ear, clips.slice(100));
    const late = uplink.usage();
    const writtenPerClip = Math.round((late.writtenBytes - early.writtenBytes) / 900);
    await broker.restart();
    // Both had lost the broker, and wait for some time before they try again.
    await expect.poll(() => (ledgerOf(world)?.receipted ?? 0) > 0, { ...PATIENCE, interval: 5 }).toBe(true);
    const first = ledgerOf(world)?.receipted ?? 0;
    const startedMs = systemClock.monotonicMs();
    await expect.poll(() => ledgerOf(world)?.pending, { ...PATIENCE, interval: 20 }).toBe(0);
    const seconds = (systemClock.monotonicMs() - startedMs) / 1_000;
    const { peakMb } = uplink.usage();
    expect(await uplink.end("SIGTERM")).toBe(0);
    expect(ledgerOf(world)).toMatchObject({ accepted: 1_000, receipted: 1_000, pending: 0 });
    expect(await keeper.end("SIGTERM")).toBe(0);
    expect(await kept(world)).toBe(1_000);
    console.log(
      `memory: ${Math.round(early.peakMb)} MB after 100 clips, ${Math.round(late.peakMb)} after 1,000, ` +
        `${Math.round(peakMb)} after the drain; ${writtenPerClip} bytes written for a clip of 8,000; ` +
        `drained ${Math.round((1_000 - first) / seconds)} clips a second`,
    );
    expect(late.peakMb - early.peakMb).toBeLessThan(40);
  }, 240_000);

  it("and without a keeper's key tells so once, and lets clips wait", async () => {
    const world = await openWorld();
    rmSync(join(world.house.folders.uplink, "keeper.pub"));
    const broker = await mosquittoIn(world);
    const uplink = world.start("uplink", "--broker", broker.url);
    const ear = await world.ear();
    await acceptAll(ear, await Promise.all([world.house.clip(), world.house.clip()]));
    await expect.poll(() => uplink.lines.map(({ event }) => event), PATIENCE).toContain("broker-connected");
    expect(await uplink.end("SIGTERM")).toBe(0);
    expect(uplink.lines.filter(({ event }) => event === "keeper-missing")).toMatchObject([
      { code: "KEY_MISSING" },
    ]);
    expect(ledgerOf(world)).toMatchObject({ accepted: 2, pending: 2 });
  });
});

describe("an uplink that is killed", () => {
  it("goes on where it was, and the ear may send the same again", async () => {
    const world = await openWorld();
    const broker = await mosquittoIn(world);
    const keeper = world.start("keep", "--broker", broker.url);
    const clips = await Promise.all(Array.from({ length: 60 }, () => world.house.clip()));
    let uplink = world.start("uplink", "--broker", broker.url);
    const ear = await world.ear();
    for (let round = 0; round < 3; round += 1) {
      await acceptAll(ear, clips.slice(round * 20, round * 20 + 20));
      expect(await uplink.end("SIGKILL")).toBe("SIGKILL");
      uplink = world.start("uplink", "--broker", broker.url);
      await ear.until(() => ear.client.isConnected);
      // Known already: answered, counted once.
      await acceptAll(ear, clips.slice(round * 20, round * 20 + 5));
    }
    await expect.poll(() => ledgerOf(world)?.receipted, PATIENCE).toBe(60);
    expect(await uplink.end("SIGTERM")).toBe(0);
    expect(ledgerOf(world)).toMatchObject({ accepted: 60, receipted: 60, pending: 0 });
    await keeper.end("SIGTERM");
    expect(await kept(world)).toBe(60);
  });
});

describe("an uplink whose disk is full", () => {
  it("refuses clips with a code, still erases and delivers, and takes clips again when there is room", async () => {
    const world = await openWorld();
    const broker = await mosquittoIn(world);
    const keeper = world.start("keep", "--broker", broker.url);
    const keeperLines = () => keeper.lines.map(({ event }) => event);
    await expect.poll(keeperLines, PATIENCE).toContain("broker-connected");
    await broker.kill();
    const uplink = world.startOnDisk(2_500_000, "--broker", broker.url);
    const ear = await world.ear();
    const accepted: string[] = [];
    let refused: SealedClip | undefined;
    while (refused === undefined) {
      const clip = await world.house.clip();
      const before = ear.heard.length;
      ear.send({ kind: "clip", message: clip.message });
      await ear.until(() => ear.heard.length > before);
      const answer = ear.heard.at(-1);
      if (answer?.kind === "accepted") accepted.push(clip.messageId);
      else {
        expect(answer).toEqual({ kind: "refused", id: clip.messageId, code: "OUTBOX_UNWRITABLE" });
        refused = clip;
      }
    }
    expect(accepted.length).toBeGreaterThan(20);
    const ids = accepted.slice(0, 2).map(idBytes);
    const request = "7a".repeat(16);
    ear.send({ kind: "tombstones", request, messages: [world.house.tombstone({ scope: "listed", ids })] });
    await expect.poll(() => ear.heard.at(-1), PATIENCE).toEqual({ kind: "erasing", request });
    await broker.restart();
    await expect.poll(() => kept(world), PATIENCE).toBe(accepted.length - 2);
    // The ear has held it and sends it again.
    await acceptAll(ear, [refused]);
    await expect.poll(() => kept(world), PATIENCE).toBe(accepted.length - 1);
    await acceptAll(ear, await Promise.all([world.house.clip(), world.house.clip()]));
    const all = accepted.length + 3;
    await expect.poll(() => ledgerOf(world, uplink)?.pending, PATIENCE).toBe(0);
    expect(ledgerOf(world, uplink)).toEqual({
      accepted: all,
      receipted: all - 2,
      erased: 2,
      ...{ expired: 0, evicted: 0, quarantined: 0, pending: 0 },
    });
    expect(await uplink.end("SIGTERM")).toBe(0);
    expect(await keeper.end("SIGTERM")).toBe(0);
  }, 240_000);
});

describe("a hostile ear", () => {
  it("gets nothing past the uplink: tampered, another device's, another owner's, garbage", async () => {
    const world = await openWorld();
    const uplink = world.start("uplink", "--broker", "mqtt://127.0.0.1:9");
    const ear = await world.ear();
    const stranger = await keptHouse(`${world.root}/stranger`);
    const good = await world.house.clip();
    const tampered = good.message;
    tampered[4_000] = (tampered[4_000] ?? 0) ^ 1;
    const forOther = await stranger.clip();
    for (const message of [tampered, forOther.message, new Uint8Array(8_000)]) {
      ear.send({ kind: "clip", message });
    }
    await expect.poll(() => answers(ear, "refused"), PATIENCE).toBe(3);
    expect(ear.heard.map((message) => (message.kind === "refused" ? message.code : message.kind))).toEqual([
      "ENVELOPE_SIGNATURE_WRONG",
      "ENVELOPE_SIGNATURE_WRONG",
      "ENVELOPE_INVALID",
    ]);
    // A tombstone of another device erases nothing and is not answered.
    await acceptAll(ear, [good]);
    const listed = { scope: "listed", ids: [idBytes(good.messageId)] } as const;
    ear.send({ kind: "tombstones", request: "ab".repeat(16), messages: [stranger.tombstone(listed)] });
    await expect
      .poll(() => uplink.lines.filter(({ event }) => event === "erasure-refused"), PATIENCE)
      .toMatchObject([{ code: "ENVELOPE_SIGNATURE_WRONG" }]);
    // Bytes that are no frame close the connection; the next one is served.
    const raw = connect(world.socket);
    raw.on("error", () => undefined);
    await once(raw, "connect");
    raw.write(Buffer.alloc(64, 0xff));
    await once(raw, "close");
    const half = connect(world.socket);
    half.on("error", () => undefined);
    await once(half, "connect");
    const frame = frameOf(encodeMessage("ear-to-uplink", { kind: "clip", message: good.message }));
    half.end(frame.subarray(0, 100));
    await once(half, "close");
    await ear.until(() => ear.client.isConnected);
    await acceptAll(ear, [await world.house.clip()]);
    expect(await uplink.end("SIGTERM")).toBe(0);
    expect(ledgerOf(world)).toMatchObject({ accepted: 2, pending: 2, erased: 0 });
    expect(uplink.errors()).toBe("");
  });
});

describe("an erasure", () => {
  it("goes from the ear's question to the light's confirmation, which a light that comes later hears too", async () => {
    const world = await openWorld();
    const broker = await mosquittoIn(world);
    const keeper = world.start("keep", "--broker", broker.url);
    const uplink = world.start("uplink", "--broker", broker.url);
    const ear = await world.ear();
    const clips = await Promise.all(Array.from({ length: 3 }, () => world.house.clip()));
    await acceptAll(ear, clips);
    await expect.poll(() => kept(world), PATIENCE).toBe(3);
    // As if the keeper were gone: what it does not sign for is not confirmed, however often the light asks.
    await keeper.end("SIGTERM");
    const request = "5e".repeat(16);
    ear.send({ kind: "resolve", request, selector: { kind: "last" } });
    const last = clips[2]?.messageId ?? "";
    await expect
      .poll(() => ear.heard.at(-1), PATIENCE)
      .toEqual({ kind: "resolved", request, all: false, ids: [last] });
    const messages = [world.house.tombstone({ scope: "listed", ids: [idBytes(last)] })];
    ear.send({ kind: "tombstones", request, messages });
    await expect.poll(() => ear.heard.at(-1), PATIENCE).toEqual({ kind: "erasing", request });
    ear.send({ kind: "tombstones", request, messages: [] });
    await ear.until(() => answers(ear, "erasing") === 2);
    expect(uplink.lines.filter(({ event }) => event === "erasure-confirmed")).toEqual([]);
    const returned = world.start("keep", "--broker", broker.url);
    await expect.poll(() => kept(world), PATIENCE).toBe(2);
    await expect
      .poll(() => uplink.lines.filter(({ event }) => event === "erasure-confirmed"), PATIENCE)
      .toMatchObject([{ request }]);
    // Nothing is meant, so there is nothing to sign for, and nobody has confirmed anything.
    const empty = "6f".repeat(16);
    ear.send({ kind: "tombstones", request: empty, messages: [] });
    await expect.poll(() => ear.heard.at(-1), PATIENCE).toEqual({ kind: "erasing", request: empty });
    const heard = await world.light();
    const both = [
      { kind: "nothing", request: empty },
      { kind: "confirmed", request },
    ];
    await expect.poll(() => heard, PATIENCE).toEqual(both);
    await uplink.end("SIGKILL");
    const again = world.start("uplink", "--broker", broker.url);
    await expect.poll(() => heard, PATIENCE).toEqual([...both, ...both]);
    expect(await again.end("SIGTERM")).toBe(0);
    expect(ledgerOf(world)).toMatchObject({ accepted: 3, receipted: 3, erased: 0, pending: 0 });
    await returned.end("SIGTERM");
  });
});

describe("uplink and keeper at a broker whose certificate", () => {
  /** The broker's files lie in a house's own folder, which is known only when the house is there. */
  async function bothAt(certificate: CertificateWishes) {
    const { root } = await openWorld();
    const broker = await startMosquitto({ folder: root, tls: "server", certificate });
    const files = `[broker]\nurl = "${broker.url}"\ncaFile = "${broker.authority?.cert}"`;
    const world = await openWorld(files);
    world.later(() => broker.stop());
    return [world.start("uplink"), world.start("keep")] as const;
  }
  const line = (fields: Readonly<Record<string, unknown>>) => expect.objectContaining(fields);

  it("ends in ten days say so, once, the moment they have seen it", async () => {
    for (const { lines } of await bothAt({ untilDays: 10.5 })) {
      const ends = line({ event: "certificate-ends", certificate: "broker", daysLeft: 10 });
      await expect.poll(() => lines, PATIENCE).toContainEqual(ends);
      expect(lines.filter(({ certificate }) => certificate === "broker")).toHaveLength(1);
    }
  });

  it("has expired wait, say why, and have counted it in the end", async () => {
    const [uplink, keeper] = await bothAt({ fromDays: -20, untilDays: -1.5 });
    const why = { code: "BROKER_TLS", tls: "expired" };
    await expect.poll(() => uplink.lines, PATIENCE).toContainEqual(line({ event: "broker-waiting", ...why }));
    await expect.poll(() => keeper.lines, PATIENCE).toContainEqual(line({ event: "broker-lost", ...why }));
    expect(await Promise.all([uplink.end("SIGTERM"), keeper.end("SIGTERM")])).toEqual([0, 0]);
    const counted = { "lost-expired": expect.any(Number) };
    expect(uplink.lines.at(-1)).toMatchObject({ event: "uplink-stopped", ...counted });
    expect(keeper.lines.at(-1)).toMatchObject({ event: "keeper-ended", ...counted });
  });
});
