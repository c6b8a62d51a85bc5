import { describe, expect, it } from "vitest";
import { alphanumericFinder } from "../../../src/findings/numbers/alphanumeric-finder.js";
import { markedCut } from "../../support/marked-cut.js";
import { transcriptOf } from "../../support/transcript-of.js";

const POSTCODES = [
  "My postcode is {SW1A 1AA.}",
  "Look up {LS7 3 DQ.}",
  "It's {bt96af}",
  "Fun shops near {Y C two, two be why.}",
  "Find Shops near {Kk Four, two Kf.}",
  "Set the satin out to {Eh twelve nine P. F.}",
  "My postal code is {K1A 0B1.}",
  "What's the weather in {LS7?}",
];

const CODES = [
  "The license plate is {Lt. Three double six.}",
  "My number plate is {AB 12 CDE.}",
  "The reference is {O X nine.}",
  "My reference number is {XK47J2.}",
  "My national insurance number is {AB123456C.}",
  "My account number is {K and eight nine, nine, four, six, five, M..}",
  "My card number is {S and two o, three one nine two s..}",
  "My social security number is {V Z five six, eight, four, six, op.}",
  "The passport number is {W R five six six seven three six are.}",
  "My IBAN is {GB29 NWBK 6016 1331 9268 19.}",
  "Erase {jgqy861}",
  "It is {V F not nine Ufdv, double five, double six.}",
];

const HARMLESS = [
  "Is flight BA287 on time?",
  "Play B B King.",
  "Play U2.",
  "I need 2 A A batteries.",
  "Order an xbox series X.",
  "Is the Covid19 test free?",
  "Wake me at 7 AM.",
  "Is it a 4 b or a 5 c?",
  "Take exit 4 A.",
  "Wake me up at seven thirty to-morrow.",
  "Can you start fm 800 and 90 radio channel?",
];

describe("letters and digits mixed", () => {
  it.each([...POSTCODES, ...CODES])("are cut from end to end in %j", (marked) => {
    expect(markedCut(marked, [alphanumericFinder])).toBe(marked);
  });
  it.each(HARMLESS)("that everybody knows stay in %j", (sentence) => {
    expect(markedCut(sentence, [alphanumericFinder])).toBe(sentence);
  });
  it.each([
    ["My postcode is SW1A 1AA.", "POSTCODE"],
    ["It is GB29 NWBK 6016 1331 9268 19.", "NUMBER_ID"],
    ["It is GB29 NWBK 6016 1331 9268 18.", "DIGITS"],
    ["It is AB123456C.", "NUMBER_ID"],
    ["The door code is X47.", "SECRET"],
  ])("are labelled, never let go, by their check digits: %j is %s", (sentence, type) => {
    expect(alphanumericFinder.find(transcriptOf(sentence)).map((finding) => finding.type)).toEqual([type]);
  });
});
