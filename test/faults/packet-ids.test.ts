import { afterEach, describe, expect, it } from "vitest";
import { loadBrokerSettings } from "../../src/deliver/edge/broker-settings.js";
import { openSession } from "../../src/deliver/edge/mqtt-session.js";
import { clipTopic } from "../../src/deliver/topics.js";
import { MAX_IN_FLIGHT } from "../../src/deliver/transport.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { brokerWorld } from "../support/broker-world.js";
import { startMosquitto } from "../support/mosquitto.js";
import { times } from "../support/nightly.js";

const world = await brokerWorld();
afterEach(() => world.end());

/** More than there are packet identifiers, so that each is given a second time while others are in use. */
const PUBLISHES = times(70_000, 200_000);
const TEST_MS = times(120_000, 400_000);

async function session(url: string, clientId: string, onMessage?: (payload: Uint8Array) => void) {
  const attempt = await openSession({
    ...{ settings: loadBrokerSettings({ url }), clientId, version: 5, deadlineMs: 10_000, keepSessionS: 0 },
    ...(onMessage === undefined
      ? {}
      : { onMessage: (_: string, payload: Uint8Array) => Promise.resolve(onMessage(payload)) }),
  });
  if (!attempt.ok) throw attempt.error;
  world.later(() => attempt.session.end());
  return attempt.session;
}

describe("more publishes on one connection than there are packet identifiers", () => {
  it(
    `are all acknowledged and all delivered, each once (${PUBLISHES})`,
    async () => {
      // The broker may hold a consumer's messages while its window is full; it must not drop any.
      const broker = await startMosquitto({ folder: world.folder(), extra: ["max_queued_messages 0"] });
      world.later(() => broker.stop());
      const came = new Uint8Array(PUBLISHES);
      let arrivals = 0;
      const consumer = await session(broker.url, "consumer", (payload) => {
        const number = Buffer.from(payload).readUInt32BE();
        came[number] = (came[number] ?? 0) + 1;
        arrivals += 1;
      });
      const topic = clipTopic(world.deviceId);
      await consumer.subscribe([topic]);
      const sender = await session(broker.url, world.deviceId);
      const startMs = systemClock.monotonicMs();
      let next = 0;
      const outcomes = new Map<string, number>();
      const lane = async () => {
        while (next < PUBLISHES) {
          const payload = Buffer.alloc(4);
          payload.writeUInt32BE(next++);
          const { outcome } = await sender.publish({ topic, payload, retain: false }, 60_000);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: MAX_IN_FLIGHT }, lane));
      await expect.poll(() => arrivals, { timeout: TEST_MS / 2 }).toBeGreaterThanOrEqual(PUBLISHES);
      const seconds = (systemClock.monotonicMs() - startMs) / 1_000;
      expect([...outcomes]).toEqual([["accepted", PUBLISHES]]);
      expect(sender.acknowledged).toBe(PUBLISHES);
      expect(came.every((times) => times === 1)).toBe(true);
      console.info(
        `${PUBLISHES} publishes in ${seconds.toFixed(1)} s, ${Math.round(PUBLISHES / seconds)} a second`,
      );
    },
    TEST_MS,
  );
});
