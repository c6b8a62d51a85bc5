import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLOSING, OPENING, taggerInputs } from "../../../src/findings/tagger/tagger-input.js";
import { FEATURES, wordFeatures } from "../../../src/findings/tagger/word-features.js";
import { WordPieces } from "../../../src/findings/tagger/word-pieces.js";
import { transcriptOf } from "../../support/transcript-of.js";

const letters = "abcdefghijklmnopqrstuvwxyz0-.".split("");
const pieces = new WordPieces([
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  ...letters,
  ...letters.map((l) => `##${l}`),
]);

function namesOf(text: string, word: number): readonly (string | undefined)[] {
  return (wordFeatures(transcriptOf(text))[word] ?? []).map((index) => FEATURES[index]);
}

describe("what the tagger reads", () => {
  it("has each word judged once, in order, in runs that the graph is wide enough for", () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,30}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 120 }), (words) => {
        const inputs = taggerInputs(transcriptOf(words.join(" ")), pieces);
        expect(inputs.flatMap(({ judged }) => judged.map((each) => each.word))).toEqual(
          words.map((_, i) => i),
        );
        for (const { ids, features, judged } of inputs) {
          expect(ids.length).toBeLessThanOrEqual(128);
          expect(features).toHaveLength(ids.length);
          expect([ids[0], ids.at(-1)]).toEqual([OPENING, CLOSING]);
          for (const { piece } of judged) expect(piece).toBeLessThan(ids.length - 1);
        }
      }),
    );
  });

  it("is nothing for no words", () => {
    expect(taggerInputs(transcriptOf(""), pieces)).toEqual([]);
  });
});

describe("features of a word", () => {
  it("tell how it is printed and how sure the recogniser was", () => {
    expect(namesOf("Call Zorvella{0.4} now.", 1)).toEqual(
      expect.arrayContaining(["capital", "p<.5", "strange"]),
    );
    expect(namesOf("Call Zorvella{0.4} now.", 0)).toEqual(
      expect.arrayContaining(["first-word", "opens", "p<1"]),
    );
    expect(namesOf("Call her now.", 2)).toEqual(expect.arrayContaining(["small", "stop", "rank<300"]));
  });

  it("tell numbers by their length and years apart", () => {
    expect(namesOf("It was 1984 here", 2)).toEqual(expect.arrayContaining(["digits-4", "year"]));
    expect(namesOf("Dial 078-11320665 now", 1)).toEqual(
      expect.arrayContaining(["digits-3", "digits-5", "several"]),
    );
  });

  it("tell places of several words", () => {
    expect(namesOf("Weather in New York City today", 3)).toContain("place-phrase");
  });

  it("tell a transcript's doubts on every word", () => {
    const [first = []] = wordFeatures(transcriptOf("Call her", ["low-snr", "too-fast"]));
    expect(first.map((index) => FEATURES[index])).toContain("low-snr");
  });
});
