import { describe, expect, it } from "vitest";
import { RestartPolicy } from "../../src/supervise/restart-policy.js";

const BOUNDS = { firstMs: 100, mostMs: 1_000, healthyMs: 5_000 };

describe("the restart policy", () => {
  it("starts again at once after the first end, then waits twice as long each time, up to its bound", () => {
    const policy = new RestartPolicy(BOUNDS);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => policy.waitMs(10))).toEqual([0, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it("forgets the failures of a process that lived long enough to have been well", () => {
    const policy = new RestartPolicy(BOUNDS);
    for (let failure = 0; failure < 5; failure += 1) policy.waitMs(10);
    expect(policy.waitMs(5_000)).toBe(0);
    expect(policy.waitMs(10)).toBe(100);
  });
});
