import { describe, expect, it } from "vitest";
import { formsOf, likeness, spellingsOf } from "../../src/transcript/spellings.js";
import { tokensOf } from "./made-tokens.js";

describe("spellings of a phrase", () => {
  it("are those that begin a sentence, a name and a word in mid-sentence, each once", () => {
    expect(spellingsOf("computer")).toEqual([" Computer", " computer"]);
    expect(spellingsOf(" Hey  Jarvis ")).toEqual([" Hey jarvis", " Hey Jarvis", " hey jarvis"]);
  });
});

describe("forms of a phrase", () => {
  it("are the phrase alone, but for one that greets: the greeting may have a comma or be lost", () => {
    expect(formsOf("computer")).toEqual(["computer"]);
    expect(formsOf("ruby slipper")).toEqual(["ruby slipper"]);
    expect(formsOf("Hey Lighthouse")).toEqual(["Hey Lighthouse", "hey, lighthouse", "lighthouse"]);
    expect(formsOf("hey")).toEqual(["hey"]);
  });
});

describe("likeness", () => {
  const logs = (...probabilities: number[]) => Float64Array.from(probabilities, Math.log);

  it("is one where the phrase is what was written, and never more", () => {
    expect(likeness(logs(0.9, 0.9), tokensOf([" Alex", "a"], 0.9))).toBeCloseTo(1);
    expect(likeness(logs(0.9, 0.9), tokensOf([" Alex", "a"], 0.5))).toBe(1);
  });

  it("is low where one of its tokens does not fit, however well the others do", () => {
    expect(likeness(logs(0.9, 0.009), tokensOf([" Alex", "is"], 0.9))).toBeCloseTo(0.01);
  });

  it("is nothing for no tokens", () => {
    expect(likeness(logs(), tokensOf([" Alex"]))).toBe(0);
  });
});
