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
    ["Cancel my meeting with Rahul Banerjee junior on Tuesday.", "Rahul Banerjee junior"],
    ["Delete Ingrid's birthday party.", "Ingrid"],
    ["Roxanne is at the door, let her in.", "Roxanne"],
    ["Will Baker is coming at 8.", "Will Baker"],
    ["Did I get any emails from Marguerite today?", "Marguerite"],
    ["Send email to an nailin.{0.3}", "nailin"],
    ["Does Ludwig van der Berg have a new number?", "Ludwig van der Berg"],
    ["Let me know when Casey emails me.", "Casey"],
    ["What's your last name? Magnusson.", "Magnusson"],
    ["Toshimi Arata wants a call back.", "Toshimi Arata"],
    ["Text Wisława that I'm on my way.", "Wisława"],
  ],
  PLACE: [
    ["What's the weather in Celle?", "Celle"],
    ["Next train from Uelzen to Hamburg.", "Uelzen Hamburg"],
    ["How much traffic is there in Bowery Street?", "Bowery Street"],
    ["My son goes to Oakfield Academy.", "Oakfield Academy"],
    ["Pick me up at Paddington Station.", "Paddington Station"],
    ["Will it rain in Atlanta, Georgia tomorrow?", "Atlanta Georgia"],
    ["Any good bike shops in Oxford?", "Oxford"],
    ["Find me a ride to the Mall of America, please.", "Mall America"],
    ["I'm originally from Bergen.", "Bergen"],
  ],
  ADDRESS: [
    ["I live at 17b Elm Tree Avenue, Springfield.", "17b Elm Tree Avenue Springfield"],
    ["Deliver it to apartment 5B, 220 West 14th Street.", "5B 220 West 14th Street"],
    ["Take me to 612 Birchwood Parkway.", "612 Birchwood Parkway"],
    ["Flat 2, 104 Mercer Row.", "2 104 Mercer Row"],
    ["Send the shopping to eighteen tamarind close.", "eighteen tamarind close"],
    ["He gave me his address, for 50 Preston Lane.", "for 50 Preston Lane"],
    ["Update my address to 39 Chabba Gate.", "39 Chabba Gate"],
    ["Navigate to Strickstrasse 61.", "Strickstrasse 61"],
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
    ["My sort code is forty seventeen double two.", "forty seventeen two"],
    ["My card number is 4929 1234 5678 9012, expires 04/28.", "4929 1234 5678 9012 04/28"],
    ["My national insurance number is AB123456C.", "AB123456C"],
    ["The last four are 4 1 7 2.", "4 1 7 2"],
    ["My reference number is XK47J2.", "XK47J2"],
  ],
  SECRET: [
    ["The door code is 4471.", "4471"],
    ["Set the alarm code to 9, 9, 1, 2.", "9 1 2"],
    ["Unlock the front door with 44 17.", "44 17"],
    ["Open the Garage 9403.", "9403"],
    ["The Wi-Fi password is purple monkey dishwasher.", "purple monkey dishwasher"],
    ["My password is capital H, hunter, two.", "capital H hunter two"],
    ["The code for the back door is one two three four.", "one two three four"],
  ],
  POSTCODE: [
    ["My postcode is SW1A 1AA.", "SW1A 1AA"],
    ["Look up BT9 6 AF.", "BT9 6 AF"],
    ["My postcode is 0x4 2hj.", "0x4 2hj"],
    ["Weather for 7-3-1-1-2.", "7-3-1-1-2"],
  ],
  EMAIL: [
    ["My email is john dot smith at gmail dot com.", "john smith gmail com"],
    ["Send it to maria underscore lopez 84 at outlook.com.", "maria lopez 84 outlook.com"],
    ["Write to tuck_shop@mail.com.", "tuck_shop@mail.com"],
    ["My username is blue fox ninety nine.", "blue fox ninety nine"],
  ],
  DOB: [
    ["I was born on March 15, 1963.", "March 15 1963"],
    ["She was born on the 2nd of August 1935.", "2nd August 1935"],
    ["Her birthday is the 4th of July.", "4th July"],
    ["May 19, 1958, that's mum.", "May 19 1958"],
    ["I'm 47 years old.", "47"],
    ["I was born on the fourteenth of March seventy two.", "fourteenth March seventy two"],
  ],
  MEDICAL: [
    ["I'm allergic to penicillin.", "penicillin"],
    ["Remind me to take my metformin at 8.", "metformin"],
    ["I was diagnosed with Crohn's last week.", "Crohn's"],
    ["Remind me about the blood pressure tablets.", "blood pressure tablets"],
    ["Order more flurbizapril.", "flurbizapril"],
  ],
  SPELLED: [
    ["It's spelled N-G-U-Y-E-N.", "N-G-U-Y-E-N"],
    ["My surname is p. a. double l. a.", "p. a. l. double"],
    ["K for kilo, O for Oscar, V for Victor.", "K kilo Oscar Victor"],
    ["J. o. n. n.", "J. o. n."],
    ["It's DIMITROV.", "DIMITROV"],
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
  expect(gatedText("Remind me to ring Doctor Bannergy about the blood pressure tablets.")).toBe(
    "Remind me to ring Doctor [PERSON] about the [MEDICAL]",
  );
});
