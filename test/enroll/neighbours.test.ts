import { describe, expect, it } from "vitest";
import type { LexiconWord } from "../../scripts/enroll/lexicon.js";
import {
  nearestPairs,
  nearestWords,
  type Phrase,
  partsOfPhrase,
  wordsAround,
} from "../../scripts/enroll/neighbours.js";

const LEXICON: readonly LexiconWord[] = (
  "the:dh ax:30000|light:l ay t:170|house:hh aw s:530|right:r ay t:3000|white:w ay t:180|hey:hh ey:1700|" +
  "lighthouse:l ay t hh aw s:3|lighthouses:l ay t hh aw s ax z:0.2|lightens:l ay t ax n z:1|courthouse:k ao r t hh aw s:4|" +
  "banana:b ax n ae n ax:8|location:l ow k ey sh ax n:15|mouse:m aw s:20"
)
  .split("|")
  .map((line) => {
    const [word = "", phones = "", rate = ""] = line.split(":");
    return { word, phones: phones.split(" "), perMillion: Number(rate) };
  });

function phrase(text: string, phones: string): Phrase {
  return { text, phones: phones.split(" ") };
}

const LIGHTHOUSE = phrase("lighthouse", "l ay t hh aw s");

describe("what sounds like a word", () => {
  it("is sought among single words, without the word itself and without what holds it", () => {
    const found = nearestWords(LIGHTHOUSE, LEXICON, 6).map(({ text }) => text);
    expect(found).toContain("courthouse");
    expect(found).not.toContain("banana");
    expect(found).not.toContain("lighthouse");
    expect(found).not.toContain("lighthouses");
  });

  it("is sought among pairs of common words, nearest first", () => {
    const [first, ...others] = nearestPairs(LIGHTHOUSE, LEXICON, 20);
    expect(first).toEqual({ text: "light house", distance: 0, perMillion: 170 });
    const texts = others.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["right house", "light mouse"]));
    const distances = others.map(({ distance }) => distance);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  });

  it("is sought in longer words that hold it whole", () => {
    expect(wordsAround(phrase("okay", "ow k ey"), LEXICON, 5).map(({ text }) => text)).toEqual(["location"]);
    expect(wordsAround(LIGHTHOUSE, LEXICON, 5).map(({ text }) => text)).toEqual(["lighthouses"]);
  });
});

it("parts of a phrase are the phrase without a word, or with another in its place", () => {
  const near = (word: string) => (word === "hey" ? ["hay"] : ["courthouse"]);
  expect(partsOfPhrase("hey lighthouse", near)).toEqual([
    "lighthouse",
    "hay lighthouse",
    "hey",
    "hey courthouse",
  ]);
  expect(partsOfPhrase("lighthouse", near)).toEqual([]);
});
