import { afterEach, describe, expect, it } from "vitest";
import { MAX_IN_FLIGHT } from "../../src/deliver/transport.js";
import { startAckThief } from "../support/ack-thief.js";
import { brokerWorld } from "../support/broker-world.js";
import { startMosquitto } from "../support/mosquitto.js";
import { times } from "../support/nightly.js";
import { expectLedger, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper } from "../support/test-keeper.js";

const world = await brokerWorld();
afterEach(() => world.end());

const THEFTS = times(200, 2_000);
const TEST_MS = times(120_000, 1_200_000);
const PATIENCE = { timeout: TEST_MS - 10_000, interval: 5 };
/** The first acknowledgement of a connection is that of the device's state; then one for each place of a window. */
const PLACES = MAX_IN_FLIGHT + 1;
/** So few that a keeper who is silent lets them all be sent, on each connection anew. */
const CLIPS = 40;

describe("a line that loses acknowledgements and breaks", () => {
  it(
    `at each place of the window in turn, ${THEFTS} times, delivers every clip once`,
    async () => {
      const broker = await startMosquitto({ folder: world.folder() });
      world.later(() => broker.stop());
      const keeper = await startTestKeeper({ broker, device: world.device.trusted });
      world.later(() => keeper.close());
      keeper.answer("silent");
      const stolenAt = new Map<number, number>();
      const thief = await startAckThief({
        port: broker.port,
        steals: (_, { connection, ofConnection }) => {
          if (connection > THEFTS || ofConnection !== 1 + ((connection - 1) % PLACES)) return false;
          stolenAt.set(ofConnection, (stolenAt.get(ofConnection) ?? 0) + 1);
          // With the last theft the keeper begins to sign, and the next connection brings it everything again.
          if (connection === THEFTS) keeper.answer("signs");
          return true;
        },
      });
      world.later(() => thief.close());
      const up = sendingWorld(world, {
        broker: { url: thief.url },
        receiptDeadlineMs: 600_000,
        transport: { backOff: { firstMs: 2, mostMs: 10 } },
      });
      const clips = await Promise.all(Array.from({ length: CLIPS }, () => world.clip()));
      const ids = clips.map(up.accept);
      await expect.poll(() => thief.stolen, PATIENCE).toBe(THEFTS);
      await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
      expectLedger(up.outbox.ledger, { accepted: CLIPS, receipted: CLIPS });
      // After the doubles are dropped by their id, which is what a keeper does.
      expect([...keeper.clips.keys()].sort()).toEqual(ids.toSorted());
      expect(stolenAt.size).toBe(PLACES);
      console.info(
        `${thief.stolen} acknowledgements lost, ${CLIPS} clips, ${up.sender.counts.sent} times sent, ` +
          `${keeper.order.length - CLIPS} doubles dropped by the keeper`,
      );
    },
    TEST_MS,
  );
});
