import { describe, expect, it } from "vitest";
import { fitLogistic, probability } from "../../scripts/train/logistic.js";
import { seeded } from "../support/seeded.js";

describe("logistic regression", () => {
  const random = seeded(11);
  const cases = Array.from({ length: 400 }, (_, i) => {
    const isTrue = i % 4 === 0;
    const shift = isTrue ? 2 : -2;
    return { inputs: [shift + 4 * (random() - 0.5), random() - 0.5, -shift + random()], isTrue };
  });
  const rule = fitLogistic(cases);

  it("tells the classes apart by the input that does", () => {
    const right = cases.filter(({ inputs, isTrue }) => probability(rule, inputs) >= 0.5 === isTrue).length;
    expect(right / cases.length).toBeGreaterThan(0.97);
    expect(rule.weights[0]).toBeGreaterThan(rule.weights[1] ?? 0);
  });

  it("lets no witness speak against what it is surer of", () => {
    expect(rule.weights.every((weight) => weight >= 0)).toBe(true);
    expect(rule.weights[2]).toBe(0);
  });

  it("stays a half where there is nothing to learn from", () => {
    const { weights, bias } = fitLogistic([
      { inputs: [1], isTrue: true },
      { inputs: [1], isTrue: false },
    ]);
    expect(probability({ weights, bias }, [1])).toBeCloseTo(0.5, 1);
  });
});
