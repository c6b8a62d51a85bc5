import { describe, expect, it } from "vitest";
import { spelledFinder } from "../../src/findings/spelled-finder.js";
import { markedCut } from "../support/marked-cut.js";

const SPELLED = [
  "It's spelled {P-a-u-l-a.}",
  "My surname is {p. a. double l. a.}",
  "Spell it {K for kilo, O for Oscar, V for Victor.}",
  "Spell it, {he has in boy, he has in Edward, and as in Nancy.}",
  "Spelled {D for dog, I for apple and for Nancy, I as an ida, I for Edward.}",
  "Spelling {L, you, oh,}",
  "Spelling {sokol ov.}",
  "The name is {whisky alphalema, Sierra Hotel.}",
  "The name is {an O W. A. K..}",
  "My name is spelled {are you t h.}",
  "Book it under {hate, h, m, d, t.}",
  "Book it under {G, A o r g. these.}",
  "Save the contact as {M, I, I, I.}",
  "It's spell {des I L V A.}",
  "The flight is booked on {a Qdx tf.}",
  "{Our Hys within H.}",
  "{And to you, I, e, n.}",
  "It's {KARLSSEN.}",
];

const HARMLESS = [
  "Play B B King.",
  "Play the A team.",
  "Add H D M I cables to the list.",
  "What does A P I stand for?",
  "Turn on the PC and the TV.",
  "My D o B is second March.",
  "T for two please.",
  "Bly the top forty.",
  "I am in charge of it.",
  "Do you see a cat?",
  "Shh, be quiet.",
  "Pdr am radio.",
  "What is s. d. in francs?",
  "What is the exchange rate between u. s. d. and inr?",
];

describe("what is spelled", () => {
  it.each(SPELLED)("is cut from its first sound to its last in %j", (marked) => {
    expect(markedCut(marked, [spelledFinder])).toBe(marked);
  });
  it.each(HARMLESS)("is told from abbreviations and words in %j", (sentence) => {
    expect(markedCut(sentence, [spelledFinder])).toBe(sentence);
  });
});
