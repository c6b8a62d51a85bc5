import { describe, expect, it } from "vitest";
import { alignLabels } from "../../scripts/tagger/align-labels.js";

/** The printed words that get a label, with it. */
function labelled(marked: string, printed: string): string {
  const words = printed.split(" ");
  const labels = alignLabels(marked, words);
  return words.flatMap((word, i) => (labels[i] === "O" ? [] : [`${word}/${labels[i]}`])).join(" ");
}

describe("labels of what was printed", () => {
  it.each([
    ["text {PERSON:odalys} that i am late", "Text Odalys that I am late.", "Odalys/PERSON"],
    [
      "text {PERSON:odalys} that i am late",
      "Text. I'll always, that I am late.",
      "I'll/PERSON always,/PERSON",
    ],
    ["call {PHONE:oh seven eight double one three} now", "Call 078-113 now", "078-113/PHONE"],
    ["my postcode is {POSTCODE:B T nine six A F} ok", "My postcode is bt96af. OK", "bt96af./POSTCODE"],
    [
      "mail {EMAIL:tuck underscore shop at mail dot com} it",
      "Mail tuck_shop@mail.com it",
      "tuck_shop@mail.com/EMAIL",
    ],
    [
      "she was born on {DOB:the second of august nineteen thirty five} i think",
      "She was born on the 2nd of August, 1935. I think.",
      "the/DOB 2nd/DOB of/DOB August,/DOB 1935./DOB",
    ],
    [
      "{PERSON:kevin} moved to {ADDRESS:four fifty prestevang lane} today",
      "Kevin moved to for fifty-pressive-ang Lane today",
      "Kevin/PERSON for/ADDRESS fifty-pressive-ang/ADDRESS Lane/ADDRESS",
    ],
  ])("of %s, heard as %s", (marked, printed, wanted) => {
    expect(labelled(marked, printed)).toBe(wanted);
  });

  it("are none where nothing is personal, however it was misheard", () => {
    expect(labelled("set a timer for ten minutes", "Said a time of 10 minutes.")).toBe("");
  });

  it("are one for each printed word, also where nothing of the text was heard", () => {
    expect(alignLabels("call {PERSON:ana}", ["♪", "zzz"])).toHaveLength(2);
    expect(alignLabels("call {PERSON:ana}", [])).toEqual([]);
  });
});
