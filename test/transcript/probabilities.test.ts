import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { likeliest, logProbability, logSumExp } from "../../src/transcript/probabilities.js";

const logit = fc.float({ min: -60, max: 60, noNaN: true });

describe("probabilities of a vocabulary", () => {
  it("are those of the exact sum, within a thousandth", () => {
    fc.assert(
      fc.property(fc.array(logit, { minLength: 1, maxLength: 400 }), (values) => {
        const logits = Float32Array.from(values);
        const highest = Math.max(...logits);
        const exact = highest + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - highest), 0));
        expect(Math.abs(logSumExp(logits, 0, logits.length) - exact)).toBeLessThan(1e-3);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("are read from the row that is asked for", () => {
    const logits = Float32Array.of(9, 9, 9, 0, 1, 0);
    expect(likeliest(logits.subarray(3), new Uint8Array(3)).id).toBe(1);
    expect(logProbability(logits, 3, 3, 1)).toBeCloseTo(1 - Math.log(2 + Math.E), 3);
  });

  it("tell how much of a choice falls to marked tokens", () => {
    const { id, marked, probability } = likeliest(Float32Array.of(2, 0, 1, -90), Uint8Array.of(0, 1, 1, 1));
    expect(id).toBe(0);
    expect(marked).toBeCloseTo(1 - probability, 3);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuse a logit of %s", (bad) => {
    expect(() => logSumExp(Float32Array.of(1, bad, 2), 0, 3)).toThrow(/MODEL_FAILED/);
  });

  it("take what can't be written as no probability, not as a failure", () => {
    expect(logSumExp(Float32Array.of(0, Number.NEGATIVE_INFINITY), 0, 2)).toBeCloseTo(0, 6);
  });
});
