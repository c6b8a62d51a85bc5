import { describe, expect, it } from "vitest";
import {
  lookAgain,
  lookWindow,
  type SecondLookRule,
  together,
  witnesses,
} from "../../src/wake/second-look.js";

const SOUND = new Float32Array(16_000);

const RULE: SecondLookRule = {
  weights: { first: 0.5, strict: 1, recogniser: 0.5 },
  bias: 1,
  acceptedFrom: 0.6,
};
const ALONE = { word: "computer", score: 0.9, strict: undefined };

describe("the second look at a word without a stricter head", () => {
  it.each([
    [1, "accepted"],
    [0.2, "accepted"],
    [0.001, "rejected"],
    [Number.NaN, "rejected"],
  ])("for a plausibility of %s is: %s", async (score, verdict) => {
    expect(await lookAgain(async () => score, SOUND, ALONE, RULE)).toEqual({ verdict, score });
  });

  it("asks for the word that the first look heard, in the sound it was given", async () => {
    const asked: [Float32Array, string][] = [];
    const plausibility = async (samples: Float32Array, phrase: string) => {
      asked.push([samples, phrase]);
      return 1;
    };
    await lookAgain(plausibility, SOUND, { ...ALONE, word: "jarvis" }, RULE);
    expect(asked).toEqual([[SOUND, "jarvis"]]);
  });

  it("does not turn a failure into a wake", async () => {
    const failing = async () => Promise.reject(new TypeError("no number"));
    await expect(lookAgain(failing, SOUND, ALONE, RULE)).rejects.toThrow(TypeError);
  });
});

describe("the second look at a word with a stricter head", () => {
  const verdict = async (score: number, strict: number, plausibility: number) =>
    (await lookAgain(async () => plausibility, SOUND, { word: "computer", score, strict }, RULE)).verdict;

  it("believes what all witnesses are sure of, and nothing that none is", async () => {
    expect(await verdict(0.95, 0.99, 1)).toBe("accepted");
    expect(await verdict(0.3, 0.01, 0.001)).toBe("rejected");
  });

  it("believes a sure head although the recogniser writes another word, and the reverse", async () => {
    expect(await verdict(0.95, 0.99, 0.005)).toBe("accepted");
    expect(await verdict(0.6, 0.5, 1)).toBe("accepted");
  });

  it.each([
    [Number.NaN, 0.99, 1],
    [0.95, Number.NaN, 1],
    [0.95, 0.99, Number.NaN],
  ])("believes nothing when a witness says no number: %s, %s, %s", async (score, strict, plausibility) => {
    expect(await verdict(score, strict, plausibility)).toBe("rejected");
  });

  it("grows with each witness and stays a probability", () => {
    const at = (first: number, strict: number, heard: number) =>
      together(RULE, witnesses(first, strict, heard));
    const scores = [at(0, 0, 0), at(0.5, 0, 0), at(0.5, 0.5, 0), at(0.5, 0.5, 0.5), at(1, 1, 1)];
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(scores.length);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  });
});

describe("the window of the second look", () => {
  const samples = Float32Array.from({ length: 80_000 }, (_, i) => i);

  it("reaches back over the word and a little ahead", () => {
    const window = lookWindow(samples, 40_000);
    expect(window[0]).toBe(40_000 - 20_800);
    expect(window.at(-1)).toBe(40_000 + 3_200 - 1);
  });

  it("stays inside the sound", () => {
    expect(lookWindow(samples, 1_000)[0]).toBe(0);
    expect(lookWindow(samples, 79_999).at(-1)).toBe(79_999);
    expect(lookWindow(samples, 1_000_000).length).toBe(0);
  });
});
