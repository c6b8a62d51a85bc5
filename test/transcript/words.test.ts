import { describe, expect, it } from "vitest";
import { transcriptText, wordsOf } from "../../src/transcript/words.js";
import { tokensOf } from "./made-tokens.js";

const texts = (tokens: readonly string[]) => wordsOf(tokensOf(tokens)).map((word) => word.text);

describe("words", () => {
  it("begin at tokens with a leading space and keep their punctuation", () => {
    expect(texts([" Call", " Cla", "ire", ",", " please", "."])).toEqual(["Call", "Claire,", "please."]);
  });

  it("know their tokens", () => {
    const words = wordsOf(tokensOf([" Call", " Cla", "ire", "."]));
    expect(words.map((word) => [word.tokenStart, word.tokenEnd])).toEqual([
      [0, 1],
      [1, 4],
    ]);
  });

  it("take a lone space together with the digits behind it", () => {
    expect(texts([" at", " ", "6", "1", " pm"])).toEqual(["at", "61", "pm"]);
  });

  it("leave no token of a printed word out, whatever prints nothing", () => {
    const words = wordsOf(tokensOf(["", " Call", "", " ", " ", "9", "", " "]));
    expect(words.map((word) => [word.text, word.tokenStart, word.tokenEnd])).toEqual([
      ["Call", 0, 3],
      ["9", 3, 7],
    ]);
  });

  it("are as doubtful as their most doubtful token", () => {
    const tokens = [
      { id: 1, text: " Cla", probability: 0.9, capital: 0.95 },
      { id: 2, text: "ire", probability: 0.3, capital: 0.1 },
    ];
    expect(wordsOf(tokens)[0]?.probability).toBe(0.3);
    expect(wordsOf(tokens)[0]?.capital).toBe(0.95);
  });

  it("are none when nothing was printed", () => {
    expect(wordsOf([])).toEqual([]);
    expect(texts([" ", "", " "])).toEqual([]);
  });

  it("read as one line", () => {
    const tokens = tokensOf([" Call", " Cla", "ire", "."]);
    expect(transcriptText({ tokens, words: wordsOf(tokens), doubts: [] })).toBe("Call Claire.");
  });
});
