import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OutboxWorld, outboxWorld, WIDE_BOUNDS } from "../support/outbox-world.js";

const HOUR_MS = 3_600_000;
const YEAR_MS = 8_766 * HOUR_MS;
const BOUNDS = { ...WIDE_BOUNDS, maxAgeMs: 10 * HOUR_MS };

let world: OutboxWorld;
beforeAll(async () => {
  world = await outboxWorld();
});
afterAll(() => world.end());

describe("the age of a clip", () => {
  it.each([
    ["to 1970", (wall: number) => wall - wall],
    ["ten years on", (wall: number) => wall + 10 * YEAR_MS],
    ["back by a year", (wall: number) => wall - YEAR_MS],
    ["nowhere", (wall: number) => wall],
  ])("is right to a hundredth when the wall clock jumps %s, and order stays", async (_what, jump) => {
    const { clock } = world;
    const outbox = world.open(world.folder(), { bounds: BOUNDS });
    const [first, second] = await world.clips(2);
    if (!first || !second) throw new RangeError("two clips");
    outbox.accept(first);
    clock.pass(HOUR_MS);
    clock.wall = jump(clock.wall);
    outbox.accept(second);
    expect(outbox.waiting(2, new Set()).map(({ id }) => id)).toEqual([first.messageId, second.messageId]);
    clock.pass(8.9 * HOUR_MS);
    expect(outbox.expire()).toEqual([]);
    clock.pass(0.2 * HOUR_MS);
    expect(outbox.expire()).toEqual([first.messageId]);
    clock.pass(HOUR_MS);
    expect(outbox.expire()).toEqual([second.messageId]);
    expect(outbox.ledger).toMatchObject({ accepted: 2, expired: 2, pending: 0 });
    outbox.close();
  });

  it("goes on over a restart of the uplink and of the machine; time switched off is not counted", async () => {
    const { clock } = world;
    const folder = world.folder();
    let outbox = world.open(folder, { bounds: BOUNDS });
    const clip = await world.clip();
    outbox.accept(clip);
    clock.pass(4 * HOUR_MS);
    outbox.close();
    outbox = world.open(folder, { bounds: BOUNDS });
    clock.pass(HOUR_MS);
    // Nothing happens but the uplink's look now and then: it is enough to remember the age.
    expect(outbox.expire()).toEqual([]);
    outbox.close();
    clock.restart();
    clock.wall += YEAR_MS;
    outbox = world.open(folder, { bounds: BOUNDS });
    clock.pass(4.9 * HOUR_MS);
    expect(outbox.expire()).toEqual([]);
    clock.pass(0.2 * HOUR_MS);
    expect(outbox.expire()).toEqual([clip.messageId]);
    outbox.close();
  });

  it("loses at most a quarter of an hour to a power cut", async () => {
    const { clock } = world;
    const folder = world.folder();
    let outbox = world.open(folder, { bounds: BOUNDS });
    const clip = await world.clip();
    outbox.accept(clip);
    for (let minute = 0; minute < 9 * 60; minute += 1) {
      clock.pass(60_000);
      outbox.expire();
    }
    outbox.close();
    clock.restart();
    outbox = world.open(folder, { bounds: BOUNDS });
    clock.pass(1.3 * HOUR_MS);
    expect(outbox.expire()).toEqual([clip.messageId]);
    outbox.close();
  });
});
