import { describe, expect, it } from "vitest";
import { numberFinder } from "../../src/findings/numbers/number-finder.js";
import { secretFinder } from "../../src/findings/secret-finder.js";
import { markedCut } from "../support/marked-cut.js";

const FINDERS = [secretFinder, numberFinder];

const WORDS = [
  "The Wi-Fi password is {purple monkey dishwasher.}",
  "My password is {capital H, hunter, two.}",
  "My password is {sunny days forever,}",
  "The passphrases {capital S, Sunflower, one nine.}",
  "The password's {tomato soup.}",
  "Set the Wi-Fi password to {I love pancakes.}",
  "Said the guest Wi-fi to {potato sixty six at sign.}",
  "Changed my password to {muffin biscuit eighteen.}",
  "Password, {banana seven.}",
  "The safe word is {pineapple.}",
  "{Purple monkey} is the Wi-Fi password.",
  "Use {red lantern} as the new password.",
];

const CODES = [
  "The door code is {4471.}",
  "{2751,} that's the alarm code.",
  "Alarm code {2751} please disarm.",
  "Open the garage {9043.}",
  "Unlock the front door with {44 17.}",
  "Disarm the alarm, {forty one sixty five.}",
  "The code for the back door is {one two three four.}",
  "The gate code's {12345.}",
  "The gate codes {to one double eight five,}",
  "Use {9 4 7 0} as the pin.",
  "Use {nine for seven} hours the pin.",
  "Change my pin to {six oh five six.}",
  "Enter {seventy eight thirty seven} on the keypad.",
  "The combination is {32, 14, 7.}",
  "Locker code {oh four eight.}",
  "The verification code is {482 113.}",
];

const HARMLESS = [
  "What is the Wi-Fi password?",
  "Is this the password?",
  "How do I change my pin, I think?",
  "Connect the Wi-Fi to the TV.",
  "That's the password.",
  "This is my password.",
  "Passwords are hard.",
  "My passwords are all too short.",
  "How do I reset my password?",
  "Change the Wi-Fi password.",
  "What is a password manager?",
  "The Wi-Fi is slow.",
  "The Wi-Fi password is not working.",
  "Connect to the Wi-Fi.",
  "Is the code right?",
  "Write code in Python.",
  "The dress code is casual.",
  "I forgot my pin.",
  "Lock the door at 10:30.",
  "Open the garage door in 5 minutes.",
  "Set the alarm for 6 45.",
];

describe("secrets", () => {
  it.each(WORDS)("of words are cut to the end of the phrase in %j", (marked) => {
    expect(markedCut(marked, FINDERS)).toBe(marked);
  });
  it.each(CODES)("of digits are cut with the cue on either side in %j", (marked) => {
    expect(markedCut(marked, FINDERS)).toBe(marked);
  });
  it.each(HARMLESS)("are not seen in %j", (sentence) => {
    expect(markedCut(sentence, FINDERS)).toBe(sentence);
  });
});
