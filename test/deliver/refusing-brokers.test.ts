import { afterEach, describe, expect, it } from "vitest";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import { brokerWorld } from "../support/broker-world.js";
import { type MosquittoOptions, startMosquitto } from "../support/mosquitto.js";
import {
  connack,
  PACKET,
  puback,
  type SeenPacket,
  startScriptedBroker,
  suback,
} from "../support/scripted-broker.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper } from "../support/test-keeper.js";

const world = await brokerWorld();
afterEach(() => world.end());

const PATIENCE = { timeout: 30_000 };
const clips = (count: number) => Promise.all(Array.from({ length: count }, () => world.clip()));
/** 32,000 bytes. */
const largeClip = () => world.clip(Array.from({ length: 2_500 }, () => "lights").join(" "));

async function mosquitto(options: Omit<MosquittoOptions, "folder">) {
  const broker = await startMosquitto({ folder: world.folder(), ...options });
  world.later(() => broker.stop());
  return broker;
}

/** A broker of one version that takes everything but what `refuse` handles. */
async function refusing(version: 4 | 5, refuse: (packet: SeenPacket, id: number) => boolean) {
  const broker = await startScriptedBroker((packet) => {
    const { type, socket, packetId } = packet;
    if (packet.version !== version) socket.destroy();
    else if (type === PACKET.connect) socket.write(connack(version, 0));
    else if (type === PACKET.subscribe) socket.write(suback(packet));
    else if (packetId !== undefined && !refuse(packet, packetId)) socket.write(puback(version, packetId, 0));
  });
  world.later(() => broker.close());
  return broker;
}

const isOf = (clip: SealedClip | undefined, packet: SeenPacket) =>
  clip !== undefined && packet.bytes.includes(Buffer.from(clip.message));

describe("a clip that the broker refuses", () => {
  it.each([128, 131, 153])(
    "with reason %i is quarantined after three times and blocks no other",
    async (reason) => {
      const [poison, ...good] = await clips(10);
      let refusals = 0;
      const broker = await refusing(5, (packet, id) => {
        if (!isOf(poison, packet)) return false;
        refusals += 1;
        return packet.socket.write(puback(5, id, reason));
      });
      const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
      for (const clip of poison === undefined ? [] : [poison, ...good]) up.accept(clip);
      await expect.poll(() => up.outbox.ledger.quarantined, PATIENCE).toBe(1);
      await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(9);
      // It went first: where the reason may be the broker's own, the first time did not count yet.
      expect(refusals).toBeGreaterThanOrEqual(3);
      expect(refusals).toBeLessThanOrEqual(4);
      expect(up.events).toEqual([{ kind: "quarantined", id: poison?.messageId }]);
      expectLedger(up.outbox.ledger, { accepted: 10, quarantined: 1, pending: 9 });
    },
  );

  it.each([135, 151])("alone with reason %i is quarantined too, since others pass", async (reason) => {
    const [poison, ...good] = await clips(5);
    const broker = await refusing(5, (packet, id) =>
      isOf(poison, packet) ? packet.socket.write(puback(5, id, reason)) : false,
    );
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    for (const clip of poison === undefined ? [] : [poison, ...good]) up.accept(clip);
    await expect.poll(() => up.outbox.ledger.quarantined, PATIENCE).toBe(1);
    expect(up.sender.counts.acknowledged).toBe(4);
    expectLedger(up.outbox.ledger, { accepted: 5, quarantined: 1, pending: 4 });
  });

  it("for want of rights, as all others are, waits until somebody mends the rights", async () => {
    const denied = await mosquitto({ acl: ["topic read #", "topic write sotto/1/+/state"] });
    const up = sendingWorld(world, { broker: denied, receiptDeadlineMs: 600_000 });
    for (const clip of await clips(8)) up.accept(clip);
    await expect.poll(() => up.sender.counts.rests.refused, PATIENCE).toBeGreaterThanOrEqual(40);
    expectLedger(up.outbox.ledger, { accepted: 8, pending: 8 });
  });

  it("because it is larger than the broker takes is quarantined, and the others are delivered", async () => {
    const broker = await mosquitto({ extra: ["max_packet_size 20000"] });
    const keeper = await startTestKeeper({ broker: { url: broker.url }, device: world.device.trusted });
    world.later(() => keeper.close());
    const up = sendingWorld(world, { broker });
    const large = await largeClip();
    expect(large.bucket).toBe(32_000);
    up.accept(large);
    for (const clip of await clips(10)) up.accept(clip);
    await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: 11, receipted: 10, quarantined: 1 });
    expect(keeper.clips.has(large.messageId)).toBe(false);
    expect(up.transport.connection?.number).toBe(1);
  });
});

describe("a clip that makes a broker of MQTT 3.1.1 hang up", () => {
  it("is found among many, quarantined after three times, and blocks no other", async () => {
    const [a, b, c, poison, ...rest] = await clips(40);
    let hangUps = 0;
    const broker = await refusing(4, (packet) => {
      if (!isOf(poison, packet)) return false;
      hangUps += 1;
      packet.socket.destroy();
      return true;
    });
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    for (const clip of [a, b, c, poison, ...rest]) if (clip !== undefined) up.accept(clip);
    await expect.poll(() => up.outbox.ledger.quarantined, PATIENCE).toBe(1);
    expect(up.events).toEqual([{ kind: "quarantined", id: poison?.messageId }]);
    expectLedger(up.outbox.ledger, { accepted: 40, quarantined: 1, pending: 39 });
    // Once among others, then alone: the first time anew, and three times after others were taken.
    expect(hangUps).toBeLessThanOrEqual(5);
    await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBeGreaterThanOrEqual(39);
  });

  it("is none where every clip does, as for want of rights", async () => {
    const broker = await refusing(4, (packet) => {
      if (packet.bytes.includes("/state")) return false;
      packet.socket.destroy();
      return true;
    });
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    for (const clip of await clips(4)) up.accept(clip);
    await expect.poll(() => up.transport.connection?.number ?? 0, PATIENCE).toBeGreaterThanOrEqual(20);
    expectLedger(up.outbox.ledger, { accepted: 4, pending: 4 });
  });

  it("may be a tombstone, which is sent again and again and blocks no clip", async () => {
    let hangUps = 0;
    const broker = await refusing(4, (packet) => {
      if (!packet.bytes.includes("/tombstone")) return false;
      hangUps += 1;
      packet.socket.destroy();
      return true;
    });
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    up.erase([up.tombstone(up.listed("ab".repeat(16)))], []);
    for (const clip of await clips(10)) up.accept(clip);
    await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBeGreaterThanOrEqual(10);
    await expect.poll(() => hangUps, PATIENCE).toBeGreaterThanOrEqual(6);
    expect(up.outbox.tombstones().length).toBe(1);
    expectLedger(up.outbox.ledger, { accepted: 10, pending: 10 });
  });
});

describe("the window", () => {
  it("is the broker's receive maximum where that is small", async () => {
    const waiting: SeenPacket[] = [];
    let most = 0;
    const broker = await startScriptedBroker((packet) => {
      const { type, socket, packetId } = packet;
      // CONNACK with Receive Maximum 3 (property 0x21).
      if (type === PACKET.connect) socket.write(Buffer.from([0x20, 6, 0, 0, 3, 0x21, 0, 3]));
      else if (type === PACKET.subscribe) socket.write(suback(packet));
      else if (packetId !== undefined && packet.bytes.includes("/state"))
        socket.write(puback(5, packetId, 0));
      else if (packetId !== undefined) {
        waiting.push(packet);
        most = Math.max(most, waiting.length);
        setImmediate(() => {
          waiting.shift();
          socket.write(puback(5, packetId, 0));
        });
      }
    });
    world.later(() => broker.close());
    const up = sendingWorld(world, { broker, receiptDeadlineMs: 600_000 });
    for (const clip of await clips(30)) up.accept(clip);
    await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(30);
    expect(most).toBe(3);
    expectLedger(up.outbox.ledger, { accepted: 30, pending: 30 });
  });

  it("is sixteen at most", async () => {
    const ids: SeenPacket[] = [];
    const broker = await refusing(5, (packet) => {
      if (packet.bytes.includes("/state")) return false;
      ids.push(packet);
      return true;
    });
    const up = sendingWorld(world, {
      broker,
      receiptDeadlineMs: 600_000,
      transport: { publishDeadlineMs: 600_000 },
    });
    for (const clip of await clips(30)) up.accept(clip);
    await expect.poll(() => ids.length, PATIENCE).toBe(16);
    ids[0]?.socket.write(puback(5, ids[0].packetId ?? 0, 0));
    await expect.poll(() => ids.length, PATIENCE).toBe(17);
    expectLedger(up.outbox.ledger, { accepted: 30, pending: 30 });
  });
});

describe("a broker that never acknowledges", () => {
  it("is left for a new connection after the deadline", async () => {
    let connections = 0;
    const broker = await refusing(5, (packet) => {
      connections = packet.connection;
      return !packet.bytes.includes("/state") && packet.connection === 1;
    });
    const up = sendingWorld(world, {
      broker,
      receiptDeadlineMs: 600_000,
      transport: { publishDeadlineMs: 300 },
    });
    for (const clip of await clips(20)) up.accept(clip);
    await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(20);
    expect(connections).toBe(2);
    expectLedger(up.outbox.ledger, { accepted: 20, pending: 20 });
  });
});
