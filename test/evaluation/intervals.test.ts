import { describe, expect, it } from "vitest";
import { percentile, poissonRate, shareDifference, wilson } from "../../src/evaluation/intervals.js";

describe("wilson", () => {
  it("gives the published interval for 139 of 145", () => {
    const { value, low, high } = wilson(139, 145);
    expect(value).toBeCloseTo(0.9586, 4);
    expect(low).toBeCloseTo(0.913, 3);
    expect(high).toBeCloseTo(0.981, 3);
  });

  it("proves nothing without cases", () => {
    expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1 });
  });
});

describe("shareDifference", () => {
  it("gives the published interval for 56 of 70 against 48 of 80", () => {
    const { value, low, high } = shareDifference({ hits: 56, n: 70 }, { hits: 48, n: 80 });
    expect(value).toBeCloseTo(0.2, 4);
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  it("proves nothing without cases", () => {
    expect(shareDifference({ hits: 0, n: 0 }, { hits: 0, n: 0 }).value).toBeNaN();
  });
});

describe("poissonRate", () => {
  it("gives the published interval for 2 events in 24 hours", () => {
    const { low, high } = poissonRate(2, 24);
    expect(low).toBeCloseTo(0.01, 3);
    expect(high).toBeCloseTo(0.301, 3);
  });

  it("bounds a rate from above when nothing happened", () => {
    expect(poissonRate(0, 5.5).high).toBeCloseTo(0.67, 2);
    expect(poissonRate(0, 5.5).low).toBe(0);
  });
});

describe("percentile", () => {
  it("takes the nearest rank", () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
