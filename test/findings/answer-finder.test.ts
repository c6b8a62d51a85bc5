import { describe, expect, it } from "vitest";
import { answerFinder } from "../../src/findings/answer-finder.js";
import { transcriptOf } from "../support/transcript-of.js";

const ANSWERS = [
  "kv30",
  "Six, six, four.",
  "11968.",
  "A. s. nine.",
  "Hol brck.",
  "Ol a c k",
  "R us k i n",
  "Enter fifty four.",
  "Eight nine, not wunce.",
  "It is 8 4 7 7 2 1 please.",
  "May 5.",
  "Are you, see why, tea?",
  "You, you, dear.",
  "You use six five, two.",
];

const REQUESTS = [
  "Are you there?",
  "Are you okay?",
  "See you.",
  "I see.",
  "Oh why not?",
  "Oh, why not?",
  "Why are you so slow?",
  "You are, I see, the best.",
  "Tea for two please.",
  "One more time.",
  "Two eggs, please.",
  "Nine to five, three days.",
  "Stop.",
  "Set it to 4 3 2 1.",
  "The gate codes two one double eight five.",
  "It's spelled H, a l l.",
  "Deliver to J. Five, one, four, P. C. please.",
];

describe("an utterance of nothing but a number, letters or a name", () => {
  it.each(ANSWERS)("is cut whole: %j", (sentence) => {
    const transcript = transcriptOf(sentence);
    const [finding, ...others] = answerFinder.find(transcript);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ wordStart: 0, wordEnd: transcript.words.length });
  });
  it.each(REQUESTS)("is told from a request: %j", (sentence) => {
    expect(answerFinder.find(transcriptOf(sentence))).toEqual([]);
  });
});
