import { describe, expect, it } from "vitest";
import { numberFinder } from "../../../src/findings/numbers/number-finder.js";
import { markedCut } from "../../support/marked-cut.js";
import { transcriptOf } from "../../support/transcript-of.js";

const PHONES = [
  "Call {555-0142.}",
  "My number is {07700-900123.}",
  "My number is {078-11320665.}",
  "Dial {303-555-0148.}",
  "Ring {404, triple 5, 0127.}",
  "Ring {five five five, um, oh one, no sorry, oh one four two.}",
  "Call {four four, no, sorry, it's four five, six one two.}",
  "Text {plus four four seven seven double oh nine hundred one two three.}",
  "Call {five five five, eight hundred, one two three four.}",
  "Call {zero treble seven nought five, four four one.}",
  "My number is {oh seven seven triple nine, forty two seventeen.}",
  "Can you phone {three eight or seven nine one for four six nine like extension double five nine} please",
  "Call {two double six, two nine six, go three, oh nine.}",
  "Text {o1501 to 56482.}",
  "Send it to {five, three, oh, four hundred, eight, one, not three.}",
  "My mobile numbers {won 800-314-9655.}",
  "{Go seven, five, eight, nine, seven, four, two, eight, seven, one} is my work number.",
  "Send a text to {double O three five three four, triple not four six six four.}",
  "My old number was {O two, two, four, two, five hundred, zero, one eighth.}",
  "Text {for double seven, forty three, eighty three.}",
  "My number is {for two two one, five six.}",
];

const IDS = [
  "My sort code is {20-45-01.}",
  "My sort code is {sixty eighteen double four.}",
  "My card number is {4929 1234 5678 9012.}",
  "The padlock is {4,900} so remember that.",
  "The last four are {4 1 7 2.}",
  "The last four of my social are {five, six, three, eight.}",
  "Use the Visa ending in {nineteen eighty four.}",
  "The security code on the back is {5 6 6.}",
  "My policy number is {nine, six, eight, four, not one, seven, four.}",
  "The order number is {9416 0027.}",
  "My zip code is {02139 dash 4307.}",
];

const HARMLESS = [
  "Set a timer for 10 minutes.",
  "Set the timer for 5 to 10 minutes.",
  "Set timers for one, two or three minutes.",
  "Turn on channel 1 0 4.",
  "Turn on channel four oh five.",
  "Take the number 47 bus.",
  "How long is Route 66?",
  "Remind me at 6 1 5.",
  "Wake me at 3:15.",
  "Wake me up at 7 30 tomorrow.",
  "The score was 3 2.",
  "What is eighteen plus forty seven?",
  "What's 234 times 56?",
  "Set the oven to 350.",
  "Set it to 4 or 5.",
  "Set it to 5, not 3.",
  "It costs 20 dollars.",
  "I walked ten thousand steps today.",
  "What happened in 1969?",
  "Add 2 pints of milk and 12 eggs.",
  "Am I free between 9-11 tomorrow?",
  "Skip forward ninety seconds.",
];

describe("numbers", () => {
  it.each([...PHONES, ...IDS])("are cut from the first digit to the last in %j", (marked) => {
    expect(markedCut(marked, [numberFinder])).toBe(marked);
  });
  it.each(HARMLESS)("that measure, name or count stay in %j", (sentence) => {
    expect(markedCut(sentence, [numberFinder])).toBe(sentence);
  });
  it.each([
    ["Call 555-0142.", "PHONE"],
    ["My sort code is 20-45-01.", "NUMBER_ID"],
    ["The door code is 4471.", "SECRET"],
    ["My zip code is 02139.", "POSTCODE"],
    ["Remember 82165.", "DIGITS"],
  ])("get their kind from the cue: %j is %s", (sentence, type) => {
    expect(numberFinder.find(transcriptOf(sentence)).map((finding) => finding.type)).toEqual([type]);
  });
});
