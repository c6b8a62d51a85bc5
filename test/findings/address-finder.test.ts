import { describe, expect, it } from "vitest";
import { addressFinder } from "../../src/findings/address-finder.js";
import { markedCut } from "../support/marked-cut.js";

const STREETS = [
  "I live at {17b Elm Tree Avenue, Springfield.}",
  "My aunt lives at {16 Weaver Stone Terrace.}",
  "He moved to {7:52 Heron Gate Avenue.}",
  "The address is {for fifty-pressive-ang Lane.}",
  "She wrote down her address, {for 70 Kenley Lane.}",
  "I live at {sixteen fifty for Willow Lane, Bristol.}",
  "I live at {one hundred and twenty manor roads,}",
  "My address is {one hundred and twenty-five church lane, seeattle.}",
  "My address is {two twelve-man or road, Hamburg.}",
  "Send the parcel to {thirty three B West Second Avenue, Denver.}",
  "Is there a bus to {two hundred and eighty seven-heather street reading?}",
  "Order a taxi from {80 Bramble Station Court} to the station.",
  "They are at {four or five south Pine Rise} tonight.",
  "Navigate to {Lindenstrasse 48.}",
];

const UNITS = [
  "{Flat 2, 206 Tanner Row.}",
  "{Flat 21, 3708 Station Crescent, Portland.}",
  "{Third floor, 12 Mill Lane.}",
  "Add {161 Kestrel Road, apartment six} to my address book.",
  "Deliver it to {apartment 5B, 220 West 14th Street.}",
  "Write to {P.O. box 214.}",
];

const WITHOUT_ENDING = [
  "Deliver it to {57 vorley gate} by noon.",
  "{57 vorley gate} is my address.",
  "{12 Cobbler's Yard} is where we live.",
  "Change the address to {40 Linden.}",
];

const HARMLESS = [
  "Dim 3 kitchen lights close the curtains.",
  "Get to 100 percent.",
  "Take me to 5 Guys.",
  "Move to 3 PM.",
  "Move the meeting to 3 on Monday.",
  "Order 2 large pizzas to go.",
  "How do I get to level 3?",
  "Set a timer for 5 minutes and close the blinds.",
  "There are 3 roads in town.",
  "Play 24 hours from Tulsa.",
  "Is there a park on 5th Street?",
  "Address 5 complaints.",
  "Skip to 2 30.",
  "Navigate home.",
];

describe("addresses", () => {
  it.each([...STREETS, ...UNITS, ...WITHOUT_ENDING])("are cut from unit to town in %j", (marked) => {
    expect(markedCut(marked, [addressFinder])).toBe(marked);
  });
  it.each(HARMLESS)("are not seen in %j", (sentence) => {
    expect(markedCut(sentence, [addressFinder])).toBe(sentence);
  });
});
