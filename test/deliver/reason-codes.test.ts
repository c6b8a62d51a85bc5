import { afterEach, describe, expect, it } from "vitest";
import type { LinkStatus } from "../../src/deliver/transport.js";
import type { Clock } from "../../src/domain/clock.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import type { SealedClip } from "../../src/seal/sealed-clip.js";
import { brokerWorld } from "../support/broker-world.js";
import {
  CODE_OF,
  CONNACK_3_1_1,
  CONNACK_5,
  DISCONNECT_5,
  type Expected,
  FIRST_PAUSE,
  PUBACK_5,
} from "../support/reason-codes.js";
import {
  connack,
  disconnect,
  PACKET,
  puback,
  type SeenPacket,
  startScriptedBroker,
  suback,
} from "../support/scripted-broker.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";

const world = await brokerWorld();
afterEach(() => world.end());

const PATIENCE = { timeout: 30_000, interval: 10 };
const CLIPS = 5;

/** Pauses between connections are asked of it and cut short; those of the sender pass as they are. */
function hurriedClock() {
  const pauses: number[] = [];
  const clock: Clock = {
    ...systemClock,
    async sleep(ms, signal) {
      pauses.push(ms);
      await systemClock.sleep(1, signal);
    },
  };
  return { clock, pauses };
}

/** Takes everything with one version, but for what `instead` handles. */
async function broker(version: 4 | 5, instead: (packet: SeenPacket) => boolean) {
  const started = await startScriptedBroker((packet) => {
    const { type, socket, packetId } = packet;
    if (packet.version !== version) socket.destroy();
    else if (instead(packet)) return;
    else if (type === PACKET.connect) socket.write(connack(version, 0));
    else if (type === PACKET.subscribe) socket.write(suback(packet));
    else if (packetId !== undefined) socket.write(puback(version, packetId, 0));
  });
  world.later(() => started.close());
  return started;
}

/** A real outbox and sender that go at this broker with the pauses of earnest. */
async function sendTo(at: { readonly url: string }) {
  const { clock, pauses } = hurriedClock();
  const seen: LinkStatus[] = [];
  const up = sendingWorld(world, {
    broker: at,
    receiptDeadlineMs: 600_000,
    transport: { clock, backOff: undefined, observe: (status) => void seen.push(status) },
  });
  const clips = await Promise.all(Array.from({ length: CLIPS }, () => world.clip()));
  for (const clip of clips) up.accept(clip);
  return { ...up, clips, pauses, waits: () => seen.filter((status) => status.state === "waiting") };
}

function expectPause(ms: number | undefined, expected: Expected): void {
  const [least, most] = FIRST_PAUSE[expected];
  expect(ms).toBeGreaterThanOrEqual(least);
  expect(ms).toBeLessThan(most);
}

const isClip = ({ type, bytes }: SeenPacket) => type === PACKET.publish && bytes.includes("/clip");
const isOf = (clip: SealedClip | undefined, packet: SeenPacket) =>
  clip !== undefined && packet.bytes.includes(Buffer.from(clip.message));

describe("a broker that refuses a connection", () => {
  const cases = [
    ...CONNACK_3_1_1.map(([code, name, expected]) => ({ version: 4 as const, code, name, expected })),
    ...CONNACK_5.map(([code, name, expected]) => ({ version: 5 as const, code, name, expected })),
  ];

  it.each(cases)(
    "with $code of version $version ($name): $expected, and everything leaves after it",
    async ({ version, code, expected }) => {
      let refusals = 2;
      const at = await broker(version, ({ type, socket }) => {
        if (type !== PACKET.connect || refusals === 0) return false;
        refusals -= 1;
        return socket.write(connack(version, code));
      });
      const up = await sendTo(at);
      await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(CLIPS);
      expect(up.waits()).toHaveLength(2);
      expect(up.waits()[0]).toEqual({
        ...{ state: "waiting", failures: 1 },
        ...{ code: CODE_OF[expected], reasonCode: code },
      });
      expectPause(up.pauses[0], expected);
      expectLedger(up.outbox.ledger, { accepted: CLIPS, pending: CLIPS });
    },
  );
});

describe("a broker that ends a connection", () => {
  it.each(DISCONNECT_5.map(([code, name, expected]) => ({ code, name, expected })))(
    "with $code ($name): $expected, although it leaves the socket open, and everything leaves after it",
    async ({ code, expected }) => {
      const at = await broker(5, (packet) => {
        if (!isClip(packet) || packet.connection > 1) return false;
        packet.socket.write(disconnect(code));
        return true;
      });
      const up = await sendTo(at);
      await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(CLIPS);
      expect(up.waits()).toEqual([
        { state: "waiting", failures: 1, code: CODE_OF[expected], reasonCode: code },
      ]);
      expectPause(up.pauses[0], expected);
      expectLedger(up.outbox.ledger, { accepted: CLIPS, pending: CLIPS });
    },
  );

  it("over and over, right after it let us in, is called upon less and less often", async () => {
    const at = await broker(5, (packet) => {
      if (!isClip(packet)) return false;
      packet.socket.write(disconnect(0x80));
      return true;
    });
    const up = await sendTo(at);
    await expect.poll(() => up.waits().length, PATIENCE).toBeGreaterThanOrEqual(12);
    expect(
      up
        .waits()
        .map(({ failures }) => failures)
        .slice(0, 12),
    ).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(up.pauses.slice(0, 12).every((ms, index) => ms < Math.min(60_000, 1_000 * 2 ** index))).toBe(true);
    expectLedger(up.outbox.ledger, { accepted: CLIPS, pending: CLIPS });
  });

  it.each([0x9c, 0x9d])("with %i and the name of another server is not followed there", async (code) => {
    let strangers = 0;
    const other = await startScriptedBroker(() => {
      strangers += 1;
    });
    world.later(() => other.close());
    const at = await broker(5, (packet) => {
      if (!isClip(packet) || packet.connection > 2) return false;
      packet.socket.write(disconnect(code, `127.0.0.1:${other.port}`));
      return true;
    });
    const up = await sendTo(at);
    await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(CLIPS);
    expect(up.waits().map((status) => status.code)).toEqual(["BROKER_MOVED", "BROKER_MOVED"]);
    expect(strangers).toBe(0);
    expectLedger(up.outbox.ledger, { accepted: CLIPS, pending: CLIPS });
  });
});

describe("a broker that refuses a publish", () => {
  it.each(PUBACK_5.map(([code, name]) => ({ code, name })))(
    "with $code ($name), of one clip for ever: that one is put aside, the others leave before it",
    async ({ code }) => {
      let poison: SealedClip | undefined;
      let refused = 0;
      const at = await broker(5, (packet) => {
        if (!isOf(poison, packet)) return false;
        refused += 1;
        return packet.socket.write(puback(5, packet.packetId ?? 0, code));
      });
      const up = await sendTo(at);
      poison = up.clips[0];
      await expect.poll(() => up.outbox.ledger.quarantined, PATIENCE).toBe(1);
      await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBeGreaterThanOrEqual(CLIPS - 1);
      expect(up.events).toEqual([{ kind: "quarantined", id: poison?.messageId }]);
      expect(refused).toBeLessThanOrEqual(5);
      expectLedger(up.outbox.ledger, { accepted: CLIPS, quarantined: 1, pending: CLIPS - 1 });
    },
  );

  it.each(PUBACK_5.filter(([code]) => code !== 0x99).map(([code, name]) => ({ code, name })))(
    "with $code ($name), of every clip: none is put aside, and all leave when it stops",
    async ({ code }) => {
      let refused = 0;
      const at = await broker(5, (packet) => {
        if (!isClip(packet) || refused >= 6 * CLIPS) return false;
        refused += 1;
        return packet.socket.write(puback(5, packet.packetId ?? 0, code));
      });
      const up = await sendTo(at);
      await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBe(CLIPS);
      expectLedger(up.outbox.ledger, { accepted: CLIPS, pending: CLIPS });
    },
  );

  it("with 16 (no matching subscribers) has not delivered it, and is asked again", async () => {
    let unclaimed = 0;
    const at = await broker(5, (packet) => {
      if (!isClip(packet) || unclaimed >= 3) return false;
      unclaimed += 1;
      return packet.socket.write(puback(5, packet.packetId ?? 0, 16));
    });
    const up = await sendTo(at);
    // Where nobody listens one clip at a time is enough, so one is taken in the end, and none is lost.
    await expect.poll(() => up.sender.counts.acknowledged, PATIENCE).toBeGreaterThan(3);
    expect(up.sender.counts.rests.unclaimed).toBe(3);
    expectLedger(up.outbox.ledger, { accepted: CLIPS, pending: CLIPS });
  });
});
