import { describe, expect, it } from "vitest";
import { gatedText } from "../support/gated-text.js";

/** Printed sentence, and the words of which none may be left. */
const CASES: Record<string, ReadonlyArray<readonly [sentence: string, gone: string]>> = {
  PERSON: [
    ["Call Siobhan and tell her I'm late.", "Siobhan"],
    ["Ring Oluwaseun at work.", "Oluwaseun"],
    ["My name is Xiaoling Zhu.", "Xiaoling Zhu"],
    ["This is Tunde speaking.", "Tunde"],
    ["Text my brother Mateusz that dinner is ready.", "Mateusz"],
    ["Remind me to pick up Aoife from swimming at 4.", "Aoife"],
    ["Tell Dr. Patel I'll be late.", "Patel"],
    ["Meet Mrs. O'Connor at the library at 3.", "O'Connor"],
    ["Invite Priya, Kwame and Li Wei to dinner.", "Priya Kwame Li Wei"],
    ["Cancel my meeting with Rahul Mukherji junior on Tuesday.", "Rahul Mukherji junior"],
    ["Delete Ingrid's birthday party.", "Ingrid"],
    ["Philippa is outside, open up.", "Philippa"],
    ["Will Baker is coming at 8.", "Will Baker"],
    ["Did I get any emails from Marguerite today?", "Marguerite"],
    ["Send letter to an orrelin.{0.3}", "orrelin"],
    ["Does Ludwig van der Berg have a new number?", "Ludwig van der Berg"],
    ["Let me know when Bronwen emails me.", "Bronwen"],
    ["What's your last name? Torvaldsen.", "Torvaldsen"],
    ["Hanako Morita wants a call back.", "Hanako Morita"],
    ["Text Wisława that I'm on my way.", "Wisława"],
  ],
  PLACE: [
    ["What's the weather in Celle?", "Celle"],
    ["Next train from Uelzen to Hamburg.", "Uelzen Hamburg"],
    ["How much traffic is there in Cobden Street?", "Cobden Street"],
    ["My son goes to Oakfield Academy.", "Oakfield Academy"],
    ["Pick me up at Paddington Station.", "Paddington Station"],
    ["Will it rain in Denver, Colorado tomorrow?", "Denver Colorado"],
    ["Any nice cafes in Durham?", "Durham"],
    ["Get me a taxi to the Tower of Zelmar, please.", "Tower Zelmar"],
    ["I'm originally from Tampere.", "Tampere"],
  ],
  ADDRESS: [
    ["I live at 17b Elm Tree Avenue, Springfield.", "17b Elm Tree Avenue Springfield"],
    ["My aunt lives at 16 Weaver Stone Terrace.", "16 Weaver Stone Terrace"],
    ["He moved to 7:52 Heron Gate Avenue.", "7 52 Heron Gate Avenue"],
    ["Deliver it to apartment 5B, 220 West 14th Street.", "5B 220 West 14th Street"],
    ["Take me to 815 Larkspur Parkway.", "815 Larkspur Parkway"],
    ["Flat 2, 206 Tanner Row.", "2 206 Tanner Row"],
    ["Send the shopping to fourteen juniper close.", "fourteen juniper close"],
    ["She wrote down her address, for 70 Kenley Lane.", "for 70 Kenley Lane"],
    ["Update my address to 57 Vorley Gate.", "57 Vorley Gate"],
    ["Navigate to Lindenstrasse 48.", "Lindenstrasse 48"],
  ],
  PHONE: [
    ["My phone number is 0, 7, 7, double 0, 9 0 0, 1 2 3.", "0 7 9 1 2 3 double"],
    ["My number is 07700-900123.", "07700-900123"],
    ["Call 555-0142.", "555-0142"],
    ["Dial two, um, eight um, oh um, four double eight two please.", "two eight oh four double"],
    ["Ring five five five, um, oh one, no sorry, oh one four two.", "five oh one four two"],
    [
      "Text plus four four seven seven double oh nine hundred one two three.",
      "four seven nine hundred three",
    ],
  ],
  NUMBER_ID: [
    ["My sort code is 20-45-01.", "20-45-01"],
    ["My sort code is sixty eighteen double four.", "sixty eighteen four"],
    ["My card number is 4929 1234 5678 9012, expires 04/28.", "4929 1234 5678 9012 04/28"],
    ["My national insurance number is AB123456C.", "AB123456C"],
    ["The last four are 4 1 7 2.", "4 1 7 2"],
    ["My reference number is XK47J2.", "XK47J2"],
  ],
  SECRET: [
    ["The door code is 4471.", "4471"],
    ["Set the alarm code to 9, 9, 1, 2.", "9 1 2"],
    ["Unlock the front door with 44 17.", "44 17"],
    ["Open the Garage 8257.", "8257"],
    ["The Wi-Fi password is purple monkey dishwasher.", "purple monkey dishwasher"],
    ["My password is capital H, hunter, two.", "capital H hunter two"],
    ["The code for the back door is one two three four.", "one two three four"],
  ],
  POSTCODE: [
    ["My postcode is SW1A 1AA.", "SW1A 1AA"],
    ["Look up LS7 3 DQ.", "LS7 3 DQ"],
    ["My postcode is 0l8 5tk.", "0l8 5tk"],
    ["Weather for 4-0-2-2-9.", "4-0-2-2-9"],
  ],
  EMAIL: [
    ["My email is john dot smith at gmail dot com.", "john smith gmail com"],
    ["Send it to maria underscore lopez 84 at outlook.com.", "maria lopez 84 outlook.com"],
    ["Write to corner_shed@mail.com.", "corner_shed@mail.com"],
    ["My username is blue fox ninety nine.", "blue fox ninety nine"],
  ],
  DOB: [
    ["I was born on March 15, 1963.", "March 15 1963"],
    ["He was born on the 6th of October 1947.", "6th October 1947"],
    ["Her birthday is the 4th of July.", "4th July"],
    ["April 27, 1962, that's dad.", "April 27 1962"],
    ["I'm 47 years old.", "47"],
    ["I was born on the fourteenth of March seventy two.", "fourteenth March seventy two"],
  ],
  MEDICAL: [
    ["I'm allergic to penicillin.", "penicillin"],
    ["Remind me to take my metformin at 8.", "metformin"],
    ["I was diagnosed with Crohn's last week.", "Crohn's"],
    ["Remind me about the cholesterol tablets.", "cholesterol tablets"],
    ["Order more flurbizapril.", "flurbizapril"],
  ],
  SPELLED: [
    ["It's spelled N-G-U-Y-E-N.", "N-G-U-Y-E-N"],
    ["My surname is p. a. double l. a.", "p. a. l. double"],
    ["K for kilo, O for Oscar, V for Victor.", "K kilo Oscar Victor"],
    ["J. o. n. n.", "J. o. n."],
    ["It's KARLSSEN.", "KARLSSEN"],
    ["Hol brck.", "Hol brck"],
  ],
  DIGITS: [
    ["kv30", "kv30"],
    ["Six, six, four.", "Six six four"],
    ["11968.", "11968"],
    ["Forty two.", "Forty two"],
    ["It is 8 4 7 7 2 1 please.", "8 4 7 2 1"],
  ],
};

const bare = (word: string) => word.replace(/[.,?!]+$/, "");

describe.each(Object.entries(CASES))("%s", (_type, cases) => {
  it.each(cases)("is gone from %j", (sentence, gone) => {
    const left = gatedText(sentence).split(" ").map(bare);
    for (const word of gone.split(" ")) expect(left).not.toContain(bare(word));
    expect(left.some((word) => word.startsWith("["))).toBe(true);
  });
});

it("keeps the words around a name, a place and a code", () => {
  expect(gatedText("Call Siobhan and tell her I'm late.")).toBe("Call [PERSON] and tell her I'm late.");
  expect(gatedText("The door code is 4471.")).toBe("The door code is [SECRET]");
  expect(gatedText("Remind me to phone Doctor Vasquell about the cholesterol tablets.")).toBe(
    "Remind me to phone Doctor [PERSON] about [MEDICAL]",
  );
});
