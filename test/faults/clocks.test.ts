import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { times } from "../support/nightly.js";
import { type OutboxWorld, outboxWorld, printedSeed, WIDE_BOUNDS } from "../support/outbox-world.js";
import { seeded } from "../support/seeded.js";

const HOUR_MS = 3_600_000;
const YEAR_MS = 8_766 * HOUR_MS;
const BUILD_MS = 1_780_000_000_000;
const TTL_MS = 10 * HOUR_MS;
/** 5 clocks, 4 jumps and 2 restarts are 40 cases; ten rounds of them in the night, at other moments. */
const ROUNDS = times(1, 10);
const seed = printedSeed("clocks");

let world: OutboxWorld;
beforeAll(async () => {
  world = await outboxWorld();
});
afterAll(() => world.end());

const CLOCKS: readonly (readonly [string, number])[] = [
  ["in 1970", 0],
  ["a year before the build", BUILD_MS - YEAR_MS],
  ["ten years on", BUILD_MS + 10 * YEAR_MS],
  ["right", BUILD_MS],
  ["never set, at the end of a card's last day", BUILD_MS - 40 * YEAR_MS],
];
const JUMPS: readonly (readonly [string, (wallMs: number) => number])[] = [
  ["is set right", () => BUILD_MS],
  ["is put back by an hour", (wallMs) => wallMs - HOUR_MS],
  ["is put on by ten years", (wallMs) => wallMs + 10 * YEAR_MS],
  ["stands still", (wallMs) => wallMs],
];

describe.each(CLOCKS)("an outbox on a device whose clock is %s", (_clock, startMs) => {
  it.each(
    JUMPS.flatMap(([name, jump]) => [
      { name, jump, restart: "the uplink" as const },
      { name, jump, restart: "the machine" as const },
    ]),
  )(
    "and $name while a clip waits, and $restart starts anew: keeps order and time of life",
    async ({ jump, restart }) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const random = seeded(seed + round);
        const { clock } = world;
        clock.wall = startMs;
        const folder = world.folder();
        const bounds = { ...WIDE_BOUNDS, maxAgeMs: TTL_MS };
        let outbox = world.open(folder, { bounds });
        const [first, second, third] = await world.clips(3);
        if (!first || !second || !third) throw new RangeError("three clips");
        /** Device time that the first one has seen; what passed while a machine was off is not counted. */
        let aged = 0;
        const pass = (ms: number): void => {
          clock.pass(ms);
          aged += ms;
          outbox.expire();
        };
        outbox.accept(first);
        pass(HOUR_MS * (1 + random()));
        clock.wall = jump(clock.wall);
        outbox.accept(second);
        pass(HOUR_MS * random());
        outbox.close();
        if (restart === "the machine") {
          clock.restart();
          clock.wall = startMs;
          // The kernel was up for so long when the uplink could open its outbox.
          aged += clock.uptime;
        }
        outbox = world.open(folder, { bounds });
        clock.wall = jump(clock.wall);
        outbox.accept(third);
        const ids = [first, second, third].map(({ messageId }) => messageId);
        const waiting = outbox.waiting(3, new Set());
        expect(waiting.map(({ id }) => id)).toEqual(ids);
        // What the broker would be told, and what becomes of it, both within a hundredth of the time of life.
        expect(Math.abs((waiting[0]?.expiresInMs ?? 0) - (TTL_MS - aged))).toBeLessThan(TTL_MS / 100);
        expect(Math.abs((waiting[2]?.expiresInMs ?? 0) - TTL_MS)).toBeLessThan(TTL_MS / 100);
        clock.pass(TTL_MS - aged - TTL_MS / 100);
        expect(outbox.expire()).toEqual([]);
        clock.wall = jump(clock.wall);
        clock.pass((2 * TTL_MS) / 100);
        expect(outbox.expire()).toEqual([first.messageId]);
        expect(outbox.ledger).toMatchObject({ accepted: 3, expired: 1, pending: 2 });
        outbox.close();
      }
    },
  );
});
