import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/domain/errors.js";
import { Tokenizer } from "../../src/transcript/tokenizer.js";
import { vocabularyOf } from "./made-tokens.js";

const LONG = "x".repeat(300);
// Ids in the order in which byte-pair encoding learned them: "ab" before "bc".
const PIECES = [
  "<unk>",
  "<s>",
  "</s>",
  "\u2581",
  "a",
  "b",
  "c",
  "ab",
  "bc",
  "\u2581ab",
  LONG,
  "<0xC3>",
  "<0xA9>",
];

describe("printing tokens", () => {
  const tokenizer = Tokenizer.parse(vocabularyOf(PIECES));

  it("marks the start of a word by a space", () => {
    expect(tokenizer.print([9, 6, 9])).toEqual([" ab", "c", " ab"]);
  });

  it("prints nothing for the recogniser's own marks", () => {
    expect(tokenizer.print([1, 4, 2])).toEqual(["", "a", ""]);
  });

  it("joins byte tokens to the character that they spell, printed by the last of them", () => {
    expect(tokenizer.print([4, 11, 12, 5])).toEqual(["a", "", "é", "b"]);
  });

  it("prints a replacement for bytes that make no character", () => {
    expect(tokenizer.print([4, 11])).toEqual(["a", "\uFFFD"]);
    expect(tokenizer.print([11, 4]).join("")).toBe("\uFFFDa");
  });

  it("reads pieces of more than 127 bytes", () => {
    expect(tokenizer.print([10])).toEqual([LONG]);
  });

  it("refuses an id that the vocabulary lacks", () => {
    expect(thrownBy(() => tokenizer.print([PIECES.length]))).toBe("MODEL_FAILED");
  });

  it("refuses a vocabulary that ends in mid-piece or is empty", () => {
    const whole = vocabularyOf(PIECES);
    expect(thrownBy(() => Tokenizer.parse(whole.subarray(0, whole.length - 1)))).toBe("MODEL_FAILED");
    expect(thrownBy(() => Tokenizer.parse(new Uint8Array(0)))).toBe("MODEL_FAILED");
  });
});

describe("encoding text", () => {
  const tokenizer = Tokenizer.parse(vocabularyOf(PIECES));

  it("joins pairs in the order in which they were learned", () => {
    expect(tokenizer.encode("abc")).toEqual([7, 6]);
    expect(tokenizer.encode(" ab")).toEqual([9]);
  });

  it("falls back to byte tokens for a character that the vocabulary lacks", () => {
    expect(tokenizer.encode("é")).toEqual([11, 12]);
  });

  it("takes the later one of two pieces with the same text", () => {
    const doubled = Tokenizer.parse(vocabularyOf(["<unk>", "<s>", "</s>", "a", "b", "a"]));
    expect(doubled.encode("ab")).toEqual([5, 4]);
  });

  it("gives back what it printed", () => {
    for (const ids of [
      [9, 6],
      [7, 8, 4],
      [9, 9],
    ]) {
      const text = tokenizer.print(ids).join("");
      expect(tokenizer.print(tokenizer.encode(text)).join("")).toBe(text);
    }
  });
});

function thrownBy(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return codeOf(error);
  }
  return undefined;
}
