import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { brokerWorld } from "../support/broker-world.js";
import { startMosquitto } from "../support/mosquitto.js";
import { times } from "../support/nightly.js";
import { printedSeed } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper } from "../support/test-keeper.js";

const world = await brokerWorld();
afterEach(() => world.end());

const seed = printedSeed("broker restarts");
/** For each configuration. */
const ENDS = times(15, 250);
const TEST_MS = times(120_000, 1_200_000);
const PATIENCE = { timeout: TEST_MS - 10_000, interval: 10 };
const FEED_EVERY_MS = 25;

describe("a Mosquitto that is killed and started again and again", () => {
  it.each([
    ["that keeps nothing", {}],
    ["that keeps sessions on the disk", { persistent: "sessions" }],
  ] as const)(
    `(%s, ${ENDS} times) gets every clip to the keeper once`,
    async (_, options) => {
      const random = seeded(seed);
      const broker = await startMosquitto({ folder: world.folder(), ...options });
      world.later(() => broker.stop());
      const keeper = await startTestKeeper({ broker, device: world.device.trusted });
      world.later(() => keeper.close());
      const up = sendingWorld(world, { broker });
      const ids: string[] = [];
      const calm = new AbortController();
      const feeding = (async () => {
        while (!calm.signal.aborted) {
          ids.push(up.accept(await world.clip()));
          await systemClock.sleep(FEED_EVERY_MS);
        }
      })();
      world.later(() => calm.abort());
      let kills = 0;
      for (let end = 0; end < ENDS; end += 1) {
        await systemClock.sleep(random() * 300);
        if (random() < 0.5) {
          kills += 1;
          await broker.kill();
        } else await broker.stop();
        await systemClock.sleep(random() * 150);
        await broker.restart();
        // Now and then it lives for long enough to be found by both.
        if (random() < 0.3) await up.ready();
      }
      calm.abort();
      await feeding;
      const startMs = systemClock.monotonicMs();
      await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
      const seconds = (systemClock.monotonicMs() - startMs) / 1_000;
      expectLedger(up.outbox.ledger, { accepted: ids.length, receipted: ids.length });
      expect([...keeper.clips.keys()].sort()).toEqual(ids.toSorted());
      const doubles = keeper.order.length - ids.length;
      console.info(
        `${kills} kills, ${ENDS - kills} restarts, ${ids.length} clips, ${doubles} doubles, ` +
          `${up.transport.connection?.number ?? 0} connections, drained in ${seconds.toFixed(2)} s`,
      );
    },
    TEST_MS,
  );
});
