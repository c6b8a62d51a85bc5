import { describe, expect, it } from "vitest";
import type { Course } from "../../src/deliver/broker-reasons.js";
import { type LinkEnd, ReconnectPace } from "../../src/deliver/reconnect-pace.js";

const refused = (course: Course) => ({ course, stoodMs: undefined, wasOfUse: false });
/** Pauses after ends that are all alike, with the longest and the shortest that chance gives. */
function pauses(count: number, end: LinkEnd) {
  const longest = new ReconnectPace(() => 0.999_999);
  const shortest = new ReconnectPace(() => 0);
  return Array.from({ length: count }, () => [shortest.pauseAfter(end), longest.pauseAfter(end)]);
}

describe("ReconnectPace", () => {
  it("waits for up to a limit that doubles to a minute", () => {
    expect(pauses(8, refused("again"))).toEqual([
      [0, 999],
      [0, 1_999],
      [0, 3_999],
      [0, 7_999],
      [0, 15_999],
      [0, 31_999],
      [0, 59_999],
      [0, 59_999],
    ]);
  });

  it.each<Course>(["later", "moved"])(
    "waits for longer where the broker asks for it (%s), to five minutes",
    (course) => {
      expect(pauses(7, refused(course))).toEqual([
        [5_000, 9_999],
        [10_000, 19_999],
        [20_000, 39_999],
        [40_000, 79_999],
        [80_000, 159_999],
        [150_000, 299_999],
        [150_000, 299_999],
      ]);
    },
  );

  it("does not fight for its id, even where each connection was of use, and comes back after long peace as after none", () => {
    const taken = { course: "taken-over", stoodMs: 70_000, wasOfUse: true } as const;
    expect(pauses(7, taken)).toEqual([
      [30_000, 59_999],
      [60_000, 119_999],
      [120_000, 239_999],
      [240_000, 479_999],
      [480_000, 959_999],
      [900_000, 1_799_999],
      [900_000, 1_799_999],
    ]);
    const pace = new ReconnectPace(() => 0);
    for (let time = 0; time < 5; time += 1) pace.pauseAfter(taken);
    pace.pauseAfter({ course: "again", stoodMs: 700_000, wasOfUse: true });
    expect(pace.pauseAfter(taken)).toBe(30_000);
  });

  it("counts on over connections of no use, and from one again after a steady or a useful one", () => {
    const pace = new ReconnectPace(() => 0);
    const failuresAfter = (stoodMs: number, wasOfUse: boolean) => {
      pace.pauseAfter({ course: "again", stoodMs, wasOfUse });
      return pace.failures;
    };
    expect([
      failuresAfter(50, false),
      failuresAfter(50, false),
      failuresAfter(50, true),
      failuresAfter(50, false),
      failuresAfter(61_000, false),
    ]).toEqual([1, 2, 1, 2, 1]);
  });

  it("slows down where ten useful connections in a row were short, but never to more than eight seconds", () => {
    const short = { course: "again", stoodMs: 2_000, wasOfUse: true } as const;
    expect(pauses(16, short).map(([, longest]) => longest)).toEqual([
      ...Array.from({ length: 10 }, () => 999),
      ...[1_999, 3_999, 7_999, 7_999, 7_999, 7_999],
    ]);
    const pace = new ReconnectPace(() => 0.999_999);
    for (let time = 0; time < 16; time += 1) pace.pauseAfter(short);
    pace.pauseAfter({ ...short, stoodMs: 61_000 });
    expect(pace.pauseAfter(short)).toBe(999);
  });

  it("spreads a thousand devices that lost one broker together", () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const first = Array.from({ length: 1_000 }, () => new ReconnectPace(random).pauseAfter(refused("again")));
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => first.filter((ms) => Math.floor(ms / 100) === tenth).length,
    );
    expect(Math.max(...tenths)).toBeLessThan(150);
    expect(Math.min(...tenths)).toBeGreaterThan(50);
  });
});
