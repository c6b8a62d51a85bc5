import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { brokerWorld } from "../support/broker-world.js";
import { startMosquitto } from "../support/mosquitto.js";
import { times } from "../support/nightly.js";
import { printedSeed } from "../support/outbox-world.js";
import { type LineProfile, startPoorLine } from "../support/poor-line.js";
import { expectLedger, type SendingWorldOptions, sendingWorld } from "../support/sending-world.js";
import { startTestKeeper } from "../support/test-keeper.js";

const world = await brokerWorld();
afterEach(() => world.end());

const PATIENCE = { timeout: 110_000, interval: 20 };
const TEST_MS = 120_000;
const seed = printedSeed("lines");
/** Rounds of all profiles: 16 of them and four frozen lines make 20 cases, 200 in the night. */
const ROUNDS = times(1, 10);
const CLIPS = 6;
const clips = await Promise.all(Array.from({ length: CLIPS }, () => world.clip()));

const PROFILES: Readonly<Record<string, LineProfile>> = {
  "50 ms there and back": { latencyMs: 25 },
  "300 ms there and back": { latencyMs: 150 },
  "800 ms there and back": { latencyMs: 400 },
  "1 % lost": { loss: 0.01 },
  "2 % lost": { loss: 0.02 },
  "5 % lost": { loss: 0.05 },
  "10 % lost": { loss: 0.1 },
  "20 % lost": { loss: 0.2 },
  "30 % lost": { loss: 0.3 },
  "300 ms and 10 % lost": { latencyMs: 150, loss: 0.1 },
  "800 ms and 5 % lost": { latencyMs: 400, loss: 0.05 },
  "3G, well": { latencyMs: 75, bytesPerS: 48_000, loss: 0.005 },
  "3G, badly": { latencyMs: 200, bytesPerS: 16_000, loss: 0.03 },
  "2G": { latencyMs: 350, bytesPerS: 10_000, loss: 0.01 },
  satellite: { latencyMs: 300, bytesPerS: 64_000, loss: 0.01 },
  "satellite in rain": { latencyMs: 320, bytesPerS: 16_000, loss: 0.05 },
};

/** A Mosquitto, a keeper and a device of their own behind such a line. */
async function behind(profile: LineProfile, of: number, more: Partial<SendingWorldOptions> = {}) {
  const broker = await startMosquitto({ folder: world.folder() });
  world.later(() => broker.stop());
  const keeper = await startTestKeeper({ broker, device: world.device.trusted });
  world.later(() => keeper.close());
  const line = await startPoorLine({ port: broker.port, profile, seed: of });
  world.later(() => line.close());
  const up = sendingWorld(world, { broker: line, receiptDeadlineMs: 15_000, ...more });
  return { keeper, line, up };
}

describe("a poor line", () => {
  it(
    "delivers every clip once, whatever it is like",
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const told = Object.entries(PROFILES).map(async ([name, profile], index) => {
          const { keeper, line, up } = await behind(profile, seed + 100 * round + index);
          for (const clip of clips) up.accept(clip);
          const startMs = systemClock.monotonicMs();
          await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
          const seconds = (systemClock.monotonicMs() - startMs) / 1_000;
          expectLedger(up.outbox.ledger, { accepted: CLIPS, receipted: CLIPS });
          expect([...keeper.clips.keys()].sort()).toEqual(clips.map(({ messageId }) => messageId).sort());
          const doubles = keeper.order.length - CLIPS;
          return `${name}: ${seconds.toFixed(1)} s, ${line.lost} segments lost, ${doubles} doubles`;
        });
        console.info((await Promise.all(told)).join("\n"));
        await world.end();
      }
    },
    TEST_MS * ROUNDS,
  );
});

describe("a line that is dead and does not say so", () => {
  const KEEPALIVE_S = 2;

  it.each([
    ["while nothing is sent", 0],
    ["with one clip under way", 1],
    ["with more clips than a window", 30],
  ])(
    "is noticed within one and a half keepalives (%s), and nothing is lost",
    async (_, count) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { keeper, line, up } = await behind({}, seed, { transport: { keepaliveS: KEEPALIVE_S } });
        const [first, ...others] = await Promise.all(Array.from({ length: count + 1 }, () => world.clip()));
        if (first) up.accept(first);
        await expect.poll(() => up.outbox.ledger.receipted, PATIENCE).toBe(1);
        line.freeze();
        const frozenMs = systemClock.monotonicMs();
        for (const clip of others) up.accept(clip);
        const sentMs = systemClock.monotonicMs();
        await up.transport.connection?.closed;
        const noticedMs = systemClock.monotonicMs();
        console.info(
          `${count} under way, keepalive ${KEEPALIVE_S} s: noticed ${((noticedMs - frozenMs) / 1_000).toFixed(2)} s ` +
            `after the line died, ${((noticedMs - sentMs) / 1_000).toFixed(2)} s after the last sending`,
        );
        // A second for a machine that is busy with other tests.
        expect(noticedMs - sentMs).toBeLessThan(1_500 * KEEPALIVE_S + 1_000);
        await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
        expectLedger(up.outbox.ledger, { accepted: count + 1, receipted: count + 1 });
        expect(keeper.clips.size).toBe(count + 1);
        await world.end();
      }
    },
    TEST_MS * ROUNDS,
  );

  it("on which alone the receipts are lost is noticed too: the keeper is asked again", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { keeper, up } = await behind({}, seed, { receiptDeadlineMs: 500 });
      keeper.answer("silent");
      for (const clip of clips) up.accept(clip);
      await expect.poll(() => up.sender.counts.rests.overdue, PATIENCE).toBeGreaterThanOrEqual(CLIPS);
      keeper.answer("signs");
      await expect.poll(() => up.outbox.ledger.pending, PATIENCE).toBe(0);
      expectLedger(up.outbox.ledger, { accepted: CLIPS, receipted: CLIPS });
      expect(keeper.clips.size).toBe(CLIPS);
      await world.end();
    }
  });
});
