import { afterEach, describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "../../src/deliver/edge/embedded-broker.js";
import type { LinkStatus } from "../../src/deliver/transport.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { startAckThief } from "../support/ack-thief.js";
import { brokerWorld } from "../support/broker-world.js";
import { deviceFromSeed } from "../support/fixed-keys.js";
import { type Mosquitto, type MosquittoOptions, startMosquitto } from "../support/mosquitto.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper, type TestKeeperOptions } from "../support/test-keeper.js";

const world = await brokerWorld();
afterEach(() => world.end());

const PATIENCE = { timeout: 30_000 };

async function mosquitto(options: Omit<MosquittoOptions, "folder"> = {}): Promise<Mosquitto> {
  const broker = await startMosquitto({ folder: world.folder(), ...options });
  world.later(() => broker.stop());
  return broker;
}

async function embedded() {
  const broker = await startEmbeddedBroker();
  world.later(() => broker.close());
  return broker;
}

async function keeperAt(broker: { readonly url: string }, before?: TestKeeperOptions["before"]) {
  const keeper = await startTestKeeper({
    broker: { url: broker.url },
    device: world.device.trusted,
    ...(before ? { before } : {}),
  });
  world.later(() => keeper.close());
  return keeper;
}

const clips = (count: number) => Promise.all(Array.from({ length: count }, () => world.clip()));

describe("a clip", () => {
  it("leaves the outbox with the keeper's receipt, oldest first", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    const up = sendingWorld(world, { broker });
    const ids = (await clips(40)).map(up.accept);
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 40, receipted: 40 });
    expect([...keeper.clips.values()]).toEqual(Array.from({ length: 40 }, () => 1));
    expect(keeper.order).toEqual(ids);
    expect(up.events.filter(({ kind }) => kind === "receipted").length).toBe(40);
  });

  it("stays pending on the broker's word alone, and is sent again when the receipt is overdue", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 200 });
    const [clip] = await clips(1);
    const id = clip === undefined ? "" : up.accept(clip);
    await expect.poll(() => keeper.clips.get(id), PATIENCE).toBeGreaterThanOrEqual(3);
    expectLedger(up.outbox.ledger, { accepted: 1, pending: 1 });
    expect(up.sender.counts.rests.overdue).toBeGreaterThanOrEqual(2);
    keeper.answer("signs");
    await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(1);
    expectLedger(up.outbox.ledger, { accepted: 1, receipted: 1 });
  });

  it("is sent again when a keeper comes to a broker where nobody had listened", async () => {
    const broker = await mosquitto();
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    for (const clip of await clips(30)) up.accept(clip);
    await expect.poll(() => up.sender.counts.rests.unclaimed, PATIENCE).toBeGreaterThanOrEqual(2);
    expectLedger(up.outbox.ledger, { accepted: 30, pending: 30 });
    const keeper = await keeperAt(broker);
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 30, receipted: 30 });
    expect(keeper.clips.size).toBe(30);
  });

  it("is one of a few to a keeper who says nothing, however many wait", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 400 });
    for (const clip of await clips(200)) up.accept(clip);
    await expect.poll(() => up.sender.counts.rests.overdue, PATIENCE).toBeGreaterThanOrEqual(64);
    expect(keeper.order.length).toBeLessThanOrEqual(66);
    keeper.answer("signs");
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 200, receipted: 200 });
    expect(keeper.clips.size).toBe(200);
  });

  it("reaches the keeper over MQTT 3.1.1 too", async () => {
    const broker = await embedded();
    const keeper = await keeperAt(broker);
    const up = sendingWorld(world, { broker });
    const ids = (await clips(50)).map(up.accept);
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expect(up.transport.status).toEqual({ state: "connected", protocol: 4 });
    expectLedger(up.outbox.ledger, { accepted: 50, receipted: 50 });
    expect([...keeper.clips.values()]).toEqual(Array.from({ length: 50 }, () => 1));
    const request = up.erase([up.tombstone(up.listed(ids[0] ?? ""))], []);
    await expect.poll(() => up.events, PATIENCE).toContainEqual({ kind: "erased", request });
    expect([...keeper.erased]).toEqual(ids.slice(0, 1));
  });
});

describe("a line that fails", () => {
  it("loses no clip when the broker is killed in the midst of many, twice", async () => {
    const broker = await mosquitto();
    let killing: Promise<void> | undefined;
    let kills = 0;
    const keeper = await keeperAt(broker, () => {
      if (killing !== undefined || keeper.clips.size < (kills + 1) * 60) return;
      kills += 1;
      if (kills <= 2) killing = broker.kill().then(() => broker.restart());
    });
    const up = sendingWorld(world, { broker });
    for (const clip of await clips(200)) up.accept(clip);
    for (let kill = 1; kill <= 2; kill += 1) {
      await expect.poll(() => killing !== undefined, PATIENCE).toBe(true);
      await killing;
      killing = undefined;
    }
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 200, receipted: 200 });
    expect(keeper.clips.size).toBe(200);
    expect(kills).toBeGreaterThanOrEqual(2);
  });

  it.each([5, 4])("that loses acknowledgements and breaks loses no clip (version %i)", async (version) => {
    const broker = version === 5 ? await mosquitto() : await embedded();
    const keeper = await keeperAt(broker);
    const thief = await startAckThief({ port: broker.port, steals: (ordinal) => ordinal % 13 === 0 });
    world.later(() => thief.close());
    const up = sendingWorld(world, { broker: { url: thief.url } });
    for (const clip of await clips(120)) up.accept(clip);
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 120, receipted: 120 });
    expect(keeper.clips.size).toBe(120);
    expect(thief.stolen).toBeGreaterThanOrEqual(5);
    expect(up.transport.status).toEqual({ state: "connected", protocol: version });
  });

  it("that was never there does not disturb a sender that is closed", async () => {
    const up = sendingWorld(world, { broker: { url: "mqtt://127.0.0.1:9" } });
    for (const clip of await clips(1)) up.accept(clip);
    await up.transport.close();
    await up.sender.close();
    expectLedger(up.outbox.ledger, { accepted: 1, pending: 1 });
  });
});

describe("a receipt", () => {
  it("changes nothing when it is forged, for another device, of something unknown, or no receipt", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    const [clip] = await clips(1);
    if (clip === undefined) return;
    const id = up.accept(clip);
    await expect.poll(() => keeper.clips.get(id), PATIENCE).toBe(1);
    const stranger = deviceFromSeed(new Uint8Array(32).fill(0x44));
    const altered = keeper.receipt(id, "stored");
    altered[altered.length - 1] = (altered[altered.length - 1] ?? 0) ^ 1;
    await keeper.say(keeper.receipt(id, "stored", { signer: stranger.signer }));
    await keeper.say(keeper.receipt(id, "stored", { signer: world.device.signer }));
    await keeper.say(altered);
    await keeper.say(keeper.receipt(id, "stored", { device: stranger.trusted }));
    await keeper.say(keeper.receipt("ab".repeat(16), "stored"));
    await keeper.say(clip.message);
    await keeper.say(new Uint8Array(200_000));
    await keeper.say(new Uint8Array(0));
    // On another device's topic a good one is not even heard.
    await keeper.say(keeper.receipt(id, "stored"), "cd".repeat(16));
    const refused = {
      ENVELOPE_SIGNATURE_WRONG: 3,
      ENVELOPE_NOT_FOR_US: 1,
      RECEIPT_INVALID: 1,
      ENVELOPE_INVALID: 2,
      ENVELOPE_TOO_LARGE: 1,
    };
    await expect.poll(() => up.sender.counts.refusedReceipts, PATIENCE).toEqual(refused);
    expectLedger(up.outbox.ledger, { accepted: 1, pending: 1 });
    const good = keeper.receipt(id, "stored");
    for (let time = 0; time < 3; time += 1) await keeper.say(good);
    await expect.poll(() => up.sender.counts.repeatedReceipts, PATIENCE).toBe(2);
    expect(up.sender.counts.refusedReceipts).toEqual(refused);
    expectLedger(up.outbox.ledger, { accepted: 1, receipted: 1 });
    expect(up.events.filter(({ kind }) => kind === "receipted")).toEqual([{ kind: "receipted", id }]);
  });
});

describe("a keeper that refuses a clip because it was erased there", () => {
  it("ends its waiting as erased", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    const [id = ""] = (await clips(1)).map(up.accept);
    await up.ready();
    await keeper.say(keeper.receipt(id, "erased"));
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 1, erased: 1 });
  });
});

describe("a broker that refuses the password", () => {
  it("leaves the clips where they are", async () => {
    const broker = await mosquitto({ users: { device: "correct horse" } });
    const seen: LinkStatus[] = [];
    const up = sendingWorld(world, { broker, transport: { observe: (status) => seen.push(status) } });
    for (const clip of await clips(2)) up.accept(clip);
    const refusals = () => seen.filter((status) => "code" in status && status.code === "BROKER_REFUSED");
    await expect.poll(() => refusals().length, PATIENCE).toBeGreaterThanOrEqual(3);
    expect(seen.filter(({ state }) => state === "connected")).toEqual([]);
    expectLedger(up.outbox.ledger, { accepted: 2, pending: 2 });
  });
});

describe("an erasure", () => {
  it("wins over a clip that is in flight", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    const [clip] = await clips(1);
    const id = clip === undefined ? "" : up.accept(clip);
    await expect.poll(() => keeper.clips.get(id), PATIENCE).toBe(1);
    keeper.answer("signs");
    const request = up.erase([up.tombstone(up.listed(id))], [id]);
    await keeper.say(keeper.receipt(id, "stored"));
    await expect.poll(() => up.events, PATIENCE).toContainEqual({ kind: "erased", request });
    await expect.poll(() => up.sender.counts.repeatedReceipts, PATIENCE).toBe(1);
    expectLedger(up.outbox.ledger, { accepted: 1, erased: 1 });
    expect([keeper.clips.size, [...keeper.erased]]).toEqual([0, [id]]);
  });

  it("goes before the clips that wait, and is sent until the keeper signs for it", async () => {
    // The keeper's session outlives the broker, so that what comes before the keeper is back waits there in its order.
    const broker = await mosquitto({ persistent: "sessions" });
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    await broker.stop();
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 200 });
    const ids = (await clips(30)).map(up.accept);
    const tombstone = up.tombstone(up.listed(ids[0] ?? ""));
    const request = up.erase([tombstone], ids.slice(0, 1));
    await broker.restart();
    await expect.poll(() => keeper.order.length, PATIENCE).toBeGreaterThan(31);
    const [pending] = up.outbox.tombstones();
    expect(keeper.order.indexOf(pending?.id ?? "")).toBe(0);
    expect(keeper.order.includes(ids[0] ?? "")).toBe(false);
    const times = () => keeper.order.filter((id) => id === pending?.id).length;
    await expect.poll(times, PATIENCE).toBeGreaterThanOrEqual(3);
    keeper.answer("signs");
    await expect.poll(() => up.events, PATIENCE).toContainEqual({ kind: "erased", request });
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 30, receipted: 29, erased: 1 });
  });

  it("of everything holds back what was said after it until it is confirmed", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 300 });
    const before = (await clips(5)).map(up.accept);
    await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(5);
    keeper.answer("silent");
    const request = up.erase([up.tombstone({ scope: "all" })], before);
    const after = (await clips(5)).map(up.accept);
    const tombstones = () => keeper.order.length - 5;
    await expect.poll(tombstones, PATIENCE).toBeGreaterThanOrEqual(3);
    expect(after.filter((id) => keeper.order.includes(id))).toEqual([]);
    expectLedger(up.outbox.ledger, { accepted: 10, receipted: 5, pending: 5 });
    keeper.answer("signs");
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expect(up.events).toContainEqual({ kind: "erased", request });
    expectLedger(up.outbox.ledger, { accepted: 10, receipted: 10 });
    expect([...keeper.clips.keys()].sort()).toEqual([...after].sort());
  });

  it("is not confirmed by a keeper who says that it has stored it", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    keeper.answer("silent");
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    up.erase([up.tombstone(up.listed("ab".repeat(16)))], []);
    const [pending] = up.outbox.tombstones();
    await up.ready();
    await keeper.say(keeper.receipt(pending?.id ?? "", "stored"));
    await expect.poll(() => up.sender.counts.refusedReceipts, PATIENCE).toEqual({ RECEIPT_INVALID: 1 });
    expect(up.outbox.tombstones().length).toBe(1);
    expectLedger(up.outbox.ledger, {});
  });
});

describe("a drain", () => {
  it("of 500 clips is printed", async () => {
    const broker = await mosquitto();
    const keeper = await keeperAt(broker);
    await broker.kill();
    const up = sendingWorld(world, { broker });
    for (const clip of await clips(500)) up.accept(clip);
    await broker.restart();
    await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBeGreaterThan(0);
    const startedMs = systemClock.monotonicMs();
    const first = up.outbox.ledger.receipted;
    await expect.poll(() => up.outbox.ledger.pending, { ...PATIENCE, interval: 5 }).toBe(0);
    const seconds = (systemClock.monotonicMs() - startedMs) / 1_000;
    console.log(`drained ${Math.round((500 - first) / seconds)} clips of 8 KB a second, in ${seconds} s`);
    expectLedger(up.outbox.ledger, { accepted: 500, receipted: 500 });
    expect(keeper.clips.size).toBe(500);
  });
});
