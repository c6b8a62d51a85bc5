import { describe, expect, it } from "vitest";
import { birthFinder } from "../../src/findings/birth-finder.js";
import { markedCut } from "../support/marked-cut.js";

const BIRTHS = [
  "I was born on {March 15, 1963.}",
  "He was born on {the 6th of October 1947.}",
  "I was born on {the fourteenth of March seventy two.}",
  "I was born in {'72.}",
  "I was born {the 9th of the 4th, 1977.}",
  "Her birthday is {the 4th of July.}",
  "Her birthday is on the {5th.}",
  "That's mum's birthday, {the 28th of August.}",
  "{April 27, 1962,} that's dad.",
  "My d.o.b. is {the 3rd of June 1980.}",
  "My D O B is {4 5 61.}",
  "Date of birth {oh three, fourteen, seventy two.}",
  "My birthday is {3/14/72.}",
  "Born {twenty second of February twenty nine.}",
  "The date of birth is {January eighteenth, twenty five.}",
];

const AGES = [
  "I turn {fifty one} on {March the eighth,}",
  "She turned {nine} on {the 4th of May.}",
  "I'm {thirty one.}",
  "He retired at the age of {forty-eight,}",
  "I am {31} years old.",
  "My daughter is turning {6} on Sunday.",
];

const HARMLESS = [
  "Turn on the light on March the eighth.",
  "Remind me on March 3 20 minutes before.",
  "Turning 90 degrees.",
  "Turn 2 lamps off.",
  "What happened on July 20, 1969?",
  "Remind me on December third to buy presents.",
  "The concert is on the 30th of October at 7.",
  "My appointment is on the 4th of May at 10.",
  "Is the 11th of May a Sunday?",
  "Schedule a meeting on March 21, 2027 at 10.",
  "How many days until the first of January?",
  "My birthday is next Tuesday.",
  "How old is a 12 year old dog in human years?",
];

describe("dates of birth and ages", () => {
  it.each([...BIRTHS, ...AGES])("are cut whole in %j", (marked) => {
    expect(markedCut(marked, [birthFinder])).toBe(marked);
  });
  it.each(HARMLESS)("are told from other dates in %j", (sentence) => {
    expect(markedCut(sentence, [birthFinder])).toBe(sentence);
  });
});
