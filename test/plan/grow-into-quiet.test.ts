import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growIntoQuiet } from "../../src/plan/grow-into-quiet.js";

const SECOND = 16_000;
const span = { start: 2 * SECOND, end: 3 * SECOND };

describe("growing a cut", () => {
  it("takes the quiet side alone", () => {
    const samples = new Float32Array(5 * SECOND).fill(0.2, 0, 2 * SECOND);
    expect(growIntoQuiet(samples, span, 3_200)).toEqual({ start: span.start, end: span.end + 3_200 });
  });

  it("takes both sides by turns where neither is quieter", () => {
    const samples = new Float32Array(5 * SECOND).fill(0.2);
    expect(growIntoQuiet(samples, span, 3_200)).toEqual({ start: span.start - 1_600, end: span.end + 1_600 });
  });

  it("takes a pause first and goes on evenly behind it", () => {
    const samples = new Float32Array(5 * SECOND).fill(0.2);
    samples.fill(0, span.end, span.end + 1_600);
    const grown = growIntoQuiet(samples, span, 4_800);
    expect(grown.end).toBeGreaterThanOrEqual(span.end + 1_600);
    expect(grown.end - grown.start).toBe(SECOND + 4_800);
  });

  it("never shrinks, never leaves the clip, and is as long as asked where the clip has room", () => {
    fc.assert(
      fc.property(
        fc.nat(15_999),
        fc.integer({ min: 1, max: 8_000 }),
        fc.nat(9_000),
        (start, length, extra) => {
          const samples = Float32Array.from({ length: SECOND }, (_, i) => Math.sin(i * i) * 0.1);
          const from = { start, end: Math.min(SECOND, start + length) };
          const grown = growIntoQuiet(samples, from, extra);
          expect(grown.start).toBeGreaterThanOrEqual(0);
          expect(grown.start).toBeLessThanOrEqual(from.start);
          expect(grown.end).toBeGreaterThanOrEqual(from.end);
          expect(grown.end).toBeLessThanOrEqual(SECOND);
          expect(grown.end - grown.start).toBe(Math.min(SECOND, from.end - from.start + extra));
        },
      ),
      { seed: 61, numRuns: 200 },
    );
  });
});
