import { describe, expect, it } from "vitest";
import { soundFinished } from "../../src/pipeline/unfinished-words.js";
import { transcriptOf } from "../support/transcript-of.js";

const sounds = (text: string) => soundFinished(transcriptOf(text));

describe("words after which a person has probably ended", () => {
  it.each([
    "Turn off the lights in the kitchen.",
    "Turn the lights on.",
    "What will the weather be like in the morning?",
    "Send a message to Tavia Morbeck that I'm running late.",
    "Set a timer for twelve minutes.",
    "Please save a new number. It is 07914628353.",
    "Call two one two, five five five, oh one seven three.",
    "My card number is 4929 1834 5567 1203.",
    "I was born on the twelfth of October, nineteen eighty seven.",
    "My birthday is March 15, 1963.",
  ])("%s", (text) => expect(sounds(text)).toBe(true));
});

describe("words after which more may come", () => {
  it.each([
    ["a number", "The code for the front door is seven, one, nine, four."],
    ["a number in figures", "My postcode is 37172."],
    ["a telephone number without its last digit", "Call oh seven nine one four, six two eight three five."],
    ["letters that are spelled", "My surname is spelled K E L V O R T H."],
    ["letters in one word", "It is spelled P-a-u-l-a-"],
    ["a word that wants another", "My number is."],
    ["an article", "Turn off the."],
    ["a preposition", "Send a message to."],
    ["a comma", "Boil the kettle,"],
    ["no end of a sentence", "Turn off the lights"],
    ["one word", "Computer."],
    ["nothing", ""],
  ])("%s", (_, text) => expect(sounds(text)).toBe(false));
});
