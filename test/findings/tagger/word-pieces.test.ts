import { describe, expect, it } from "vitest";
import { plainParts, WordPieces } from "../../../src/findings/tagger/word-pieces.js";

const vocabulary = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "call",
  "zo",
  "##la",
  "##a",
  "-",
  "0",
  "##0",
  "##00",
  "o",
];
const pieces = new WordPieces(vocabulary);
const read = (word: string) => pieces.of(word).map((id) => vocabulary[id]);

describe("word pieces", () => {
  it("are the longest that are known, small and without accents", () => {
    expect(read("Call")).toEqual(["call"]);
    expect(read("Zóla,")).toEqual(["zo", "##la"]);
  });

  it("read every digit as 0", () => {
    expect(read("712")).toEqual(["0", "##00"]);
    expect(plainParts("19:05")).toEqual(["00", ":", "00"]);
  });

  it("keep marks inside a word and leave those around it", () => {
    expect(plainParts("“P-a-u!”")).toEqual(["p", "-", "a", "-", "u"]);
  });

  it("are one unknown piece where a letter has none", () => {
    expect(read("xyz")).toEqual(["[UNK]"]);
    expect(read("—")).toEqual(["[UNK]"]);
  });

  it("end after 24 of a word", () => {
    expect(pieces.of("7".repeat(300))).toHaveLength(24);
  });
});
