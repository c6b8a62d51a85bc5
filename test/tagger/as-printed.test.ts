import { describe, expect, it } from "vitest";
import { asPrinted } from "../../scripts/tagger/as-printed.js";
import type { Renditions } from "../../scripts/tagger/renditions.js";
import { prunedVocabulary } from "../../scripts/tagger/vocabulary.js";
import { Random } from "../../scripts/voices/random.js";

const NONE: Renditions = new Map();

function printed(marked: string, seed: number, renditions = NONE) {
  const { heard, labels } = asPrinted(marked, renditions, new Random(seed));
  return { text: heard.words.map(([word]) => word).join(" "), labels, words: heard.words };
}

describe("a text as it is printed", () => {
  it("has a label and two probabilities for each word, whatever the draw", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { labels, words } = printed("my pin is {SECRET:four oh seven two} and {PERSON:zola} knows", seed);
      expect(labels).toHaveLength(words.length);
      expect(labels).toEqual(expect.arrayContaining(["SECRET", "PERSON", "O"]));
      for (const [, sure, large] of words) {
        expect(Math.min(sure, large)).toBeGreaterThanOrEqual(0);
        expect(Math.max(sure, large)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("writes years and tens as digits", () => {
    const years = Array.from(
      { length: 60 },
      (_, seed) => printed("born in {DOB:nineteen eighty one}", seed + 1).text,
    );
    expect(years.some((text) => text.includes("1981"))).toBe(true);
  });

  it("puts what was heard of other values in their place, under their label", () => {
    const renditions: Renditions = new Map([
      [
        "PERSON",
        [[["I'll", 0.4, 0.8] as [string, number, number], ["always,", 0.3, 0.1] as [string, number, number]]],
      ],
    ]);
    const all = Array.from({ length: 40 }, (_, seed) =>
      printed("text {PERSON:odalys} now", seed + 1, renditions),
    );
    const replaced = all.find(({ text }) => text.includes("I'll always,"));
    expect(replaced?.labels).toEqual(["O", "PERSON", "PERSON", "O"]);
  });
});

describe("the pruned vocabulary", () => {
  const whole = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "a",
    "b",
    "##a",
    "##b",
    "ab",
    "##ab",
    "0",
    "##0",
    "-",
    "you",
    "ba",
  ];

  it("begins with the marks and keeps every single letter, so that nothing is unknown", () => {
    const kept = prunedVocabulary(whole, ["ab", "ab", "ba"], 12);
    expect(kept.slice(0, 4)).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]"]);
    expect(kept).toEqual(expect.arrayContaining(["a", "b", "##a", "##b", "0", "##0", "-"]));
    expect(kept).toHaveLength(12);
  });
});
