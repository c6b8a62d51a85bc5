import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinCuts, type LocatedFinding, planCuts } from "../../src/plan/plan-cuts.js";

const SECOND = 16_000;

function located(start: number, end: number, uncertaintySamples = 0): LocatedFinding {
  return {
    time: { wordStart: 0, wordEnd: 1, span: { start, end }, uncertaintySamples },
    types: ["PERSON"],
    sources: ["gazetteer"],
  };
}

const silence = (seconds: number) => new Float32Array(seconds * SECOND);

describe("planning the cuts", () => {
  it("leaves 60 ms and the uncertainty on each side of a finding", () => {
    const { cuts } = planCuts([located(3 * SECOND, 4 * SECOND, 0.1 * SECOND)], silence(8));
    expect(cuts).toHaveLength(1);
    expect(cuts[0]?.span.start).toBeLessThanOrEqual(2.84 * SECOND);
    expect(cuts[0]?.span.end).toBeGreaterThanOrEqual(4.16 * SECOND);
  });

  it("reaches no more than 320 ms past a finding of usual uncertainty", () => {
    for (let length = 0.2; length < 1.2; length += 0.07) {
      const end = Math.round((3 + length) * SECOND);
      const span = planCuts([located(3 * SECOND, end, 0.1 * SECOND)], silence(8)).cuts[0]?.span;
      expect(span?.start).toBeGreaterThanOrEqual(2.68 * SECOND);
      expect(span?.end).toBeLessThanOrEqual(end + 0.32 * SECOND);
    }
  });

  it("cuts wider where the times are unsure", () => {
    const sure = planCuts([located(3 * SECOND, 4 * SECOND)], silence(8)).cuts[0]?.span;
    const unsure = planCuts([located(3 * SECOND, 4 * SECOND, SECOND)], silence(8)).cuts[0]?.span;
    expect(unsure?.start).toBeLessThanOrEqual((sure?.start ?? 0) - SECOND);
    expect(unsure?.end).toBeGreaterThanOrEqual((sure?.end ?? 0) + 0.75 * SECOND);
    expect(unsure?.end).toBeGreaterThanOrEqual(5 * SECOND);
  });

  it("gives lengths in steps of 250 ms, so that a cut does not tell how long the name was", () => {
    for (const length of [0.2, 0.31, 0.42, 0.47]) {
      const span = planCuts([located(3 * SECOND, Math.round((3 + length) * SECOND))], silence(9)).cuts[0]
        ?.span;
      expect(((span?.end ?? 1) - (span?.start ?? 0)) % (SECOND / 4)).toBe(0);
    }
  });

  it("leaves no sliver between two findings and none at the ends of the clip", () => {
    const { cuts } = planCuts(
      [located(0.2 * SECOND, SECOND), located(1.4 * SECOND, 2 * SECOND), located(7.2 * SECOND, 7.8 * SECOND)],
      silence(8),
    );
    expect(cuts[0]?.span.start).toBe(0);
    expect(cuts).toHaveLength(2);
    expect(cuts[1]?.span.end).toBe(8 * SECOND);
  });

  it("keeps the sound of a word that lies 200 ms away from the finding's padding", () => {
    const { cuts } = planCuts([located(0.5 * SECOND, SECOND), located(2 * SECOND, 2.4 * SECOND)], silence(4));
    expect(cuts[0]?.span.start).toBeGreaterThan(0);
    expect(cuts).toHaveLength(2);
  });

  it("rounds its length up into what is quiet, and leaves the loud side", () => {
    const samples = silence(8).fill(0.3, 0, 3 * SECOND);
    const span = planCuts([located(3 * SECOND, 3.7 * SECOND)], samples).cuts[0]?.span;
    expect(span?.start).toBe(2.94 * SECOND);
    expect(span?.end).toBe(3.94 * SECOND);
  });

  it.each([
    ["past the end", 7 * SECOND, 9 * SECOND, 0],
    ["before the beginning", -5, SECOND, 0],
    ["of no length", SECOND, SECOND, 0],
    ["that is no whole number", 0.5, SECOND, 0],
    ["that is no number", Number.NaN, SECOND, 0],
    ["whose uncertainty is no number", SECOND, 2 * SECOND, Number.NaN],
  ])("rejects a finding %s", (_, start, end, uncertainty) => {
    expect(() => planCuts([located(start, end, uncertainty)], silence(8))).toThrow(/AUDIO_SPAN_INVALID/);
  });

  it("always gives cuts in order, apart, inside the clip, covering every finding", () => {
    const finding = fc.tuple(fc.nat(9 * SECOND), fc.integer({ min: 1, max: SECOND }), fc.nat(SECOND));
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 8 }), fc.array(finding, { maxLength: 4 }), (some, more) => {
        const samples = silence(10);
        const asFindings = (tuples: typeof some) =>
          tuples.map(([at, length, u]) => located(at, at + length, u));
        const first = planCuts(asFindings(some), samples);
        const joint = joinCuts(first, planCuts(asFindings(more), samples));
        for (const list of [first, joint]) {
          let last = -1;
          expect(list.lengthSamples).toBe(samples.length);
          for (const { span } of list.cuts) {
            expect(span.start).toBeGreaterThan(last);
            expect(span.end).toBeGreaterThan(span.start);
            expect(span.end).toBeLessThanOrEqual(samples.length);
            last = span.end;
          }
        }
        for (const { time } of [...asFindings(some), ...asFindings(more)]) {
          const inside = joint.cuts.some(
            ({ span }) => span.start <= time.span.start && span.end >= time.span.end,
          );
          expect(inside).toBe(true);
        }
      }),
      { seed: 1_700, numRuns: 300 },
    );
  });
});
