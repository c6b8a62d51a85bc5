import { describe, expect, it } from "vitest";
import { doubtsOf, isLooping, isTooFast, meanProbability } from "../../src/transcript/doubt.js";
import { tokensOf } from "./made-tokens.js";

/** Speech-like: half a second loud, half a second quiet, and so on. */
function madeSound(seconds: number, quiet = 0.001): Float32Array {
  return Float32Array.from(
    { length: seconds * 16_000 },
    (_, i) => Math.sin(i / 5) * (Math.floor(i / 8_000) % 2 === 0 ? 0.3 : quiet),
  );
}

const ORDINARY = tokensOf([" Set", " a", " timer", " for", " ten", " minutes", "."]);

describe("doubts", () => {
  it("are none for an ordinary sentence", () => {
    expect(doubtsOf(ORDINARY, madeSound(3))).toEqual([]);
  });

  it("name sound without words, and nothing else then", () => {
    expect(doubtsOf([], madeSound(3))).toEqual(["no-words"]);
    expect(doubtsOf(tokensOf([" ", ""]), madeSound(3))).toEqual(["no-words"]);
    expect(doubtsOf(tokensOf([" ♪", " -"]), madeSound(3))).toEqual(["no-words"]);
  });

  it("name low probability", () => {
    const doubtful = ORDINARY.map((token, i) => ({ ...token, probability: i < 2 ? 0.001 : 0.7 }));
    expect(doubtsOf(doubtful, madeSound(3))).toEqual(["low-probability"]);
  });

  it("name a sentence in which most words are more likely wrong than right, as of another language", () => {
    const guessed = ORDINARY.map((token, i) => ({ ...token, probability: i % 2 === 0 ? 0.2 : 0.6 }));
    expect(doubtsOf(guessed, madeSound(3))).toEqual(["low-probability", "guessing"]);
    expect(doubtsOf(guessed.slice(0, 2), madeSound(3))).toEqual(["low-probability"]);
  });

  it("name speech that hardly stands out of the noise", () => {
    expect(doubtsOf(ORDINARY, madeSound(3, 0.2))).toEqual(["low-snr"]);
  });

  it("name a transcript that is too long for its sound", () => {
    expect(doubtsOf(ORDINARY, madeSound(1))).toEqual(["too-fast"]);
    expect(isTooFast(ORDINARY, 3 * 16_000)).toBe(false);
  });

  it("name decoding that had to be stopped", () => {
    const short = tokensOf(Array.from({ length: 24 }, (_, i) => ` ${i}`));
    expect(isTooFast(short, 3 * 16_000)).toBe(true);
  });
});

describe("a loop", () => {
  it("is a spelling that goes round and round", () => {
    const round = ["-", "n", "-", "a"];
    expect(isLooping(tokensOf([" J", ...round, ...round, ...round]))).toBe(true);
  });

  it("is one token six times", () => {
    expect(isLooping(tokensOf([" Call", "5", "5", "5", "5", "5", "5"]))).toBe(true);
  });

  it("is no card number whose digits come again and again", () => {
    const digits = [..."52008282828210"].map((digit) => digit);
    expect(isLooping(tokensOf([" Pay", " with", " ", ...digits]))).toBe(false);
    expect(
      isLooping(tokensOf([" eight", " two", " eight", " two", " eight", " two", " eight", " two"])),
    ).toBe(false);
  });

  it("is no telephone number with the same digit four times and commas between", () => {
    const four = [" five", ",", " five", ",", " five", ",", " five", ","];
    expect(isLooping(tokensOf([" Try", " six", ",", ...four, " oh", ",", " one"]))).toBe(false);
    expect(isLooping(tokensOf([...four, ...four, ...four]))).toBe(true);
  });

  it("is one in digits too, once no number is as long", () => {
    const digits = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? "8" : "2"));
    expect(isLooping(tokensOf([" Call", ...digits]))).toBe(true);
    expect(isLooping(tokensOf(["-", "a", "-", "8", "-", "a", "-", "8", "-", "a", "-", "8"]))).toBe(true);
  });

  it("is found in the middle", () => {
    const again = [" thank", " you"];
    expect(isLooping(tokensOf([" So", ...again, ...again, ...again, ...again, " all", "."]))).toBe(true);
  });

  it("is not a telephone number with a run of equal digits", () => {
    expect(isLooping(tokensOf([" ", "5", "5", "5", "-", "0", "0", "0", "0", "-", "1", "2"]))).toBe(false);
  });

  it("is not a person who says it twice", () => {
    const twice = [" turn", " it", " off", ","];
    expect(isLooping(tokensOf([...twice, ...twice]))).toBe(false);
    expect(isLooping(tokensOf([" no", " no", " no", " stop"]))).toBe(false);
  });
});

describe("mean probability", () => {
  it("is geometric, and one for no tokens", () => {
    const probabilities = [0.5, 0.125];
    const tokens = probabilities.map((probability, id) => ({ id, text: " a", probability, capital: 0 }));
    expect(meanProbability(tokens)).toBeCloseTo(0.25);
    expect(meanProbability([])).toBe(1);
  });
});
