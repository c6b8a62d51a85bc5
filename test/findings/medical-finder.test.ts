import { describe, expect, it } from "vitest";
import { medicalFinder } from "../../src/findings/medical-finder.js";
import { markedCut } from "../support/marked-cut.js";

const CONDITIONS = [
  "{My migraine} is back.",
  "I have {a rash} on my arm.",
  "I have {an ulcer,}",
  "I have {a high temperature,}",
  "I've got {a swollen ankle.}",
  "{My left knee is sore.}",
  "There is {pain in my chest.}",
  "I think I have {C. O. P. D..}",
  "Make an appointment about {my ulcerative colitis} this evening.",
  "There is {blood in my urine.}",
  "I have {crunch disease.}",
  "I was diagnosed with {Crohn's} last week.",
  "Remind me about {a heart murmur.}",
  "My doctor says it is {a wandering spleen.}",
];

const REMEDIES = [
  "I'm {allergic} to {penicillin.}",
  "I have {the antibiotics,}",
  "Order more {flurbizapril.}",
  "Order more of {my met-farming.}",
  "Remind me to take {my ventalin} at 8.",
  "I take {twenty milligrams of lisinopril} twice a day.",
  "I take {lisinopril 20 mg} at night.",
  "What are the side effects of {sea telegrams?}",
  "He filled {my naprops in prescription.}",
  "Remind me about {my water tablets.}",
];

const CARE = [
  "Remind me about {my thyroid test,}",
  "Remind me about {my ultra-sound} tomorrow.",
  "Call {the fertility clinic.}",
  "I need to see {the dermatologist.}",
  "Book an appointment at {the oncology department.}",
];

const HARMLESS = [
  "Play the painkiller song.",
  "What's that song painkiller?",
  "Play Doctor Feelgood.",
  "Who is Doctor Who?",
  "What's the room temperature?",
  "Set a high temperature for the oven.",
  "Take my dog out at 5.",
  "Order more coffee.",
  "When can I pick up my chinese food?",
  "Order more dish soap.",
  "Turn left at the back door.",
  "My back is against the wall.",
  "Is the bypass busy?",
  "Is my computer infected with a virus?",
  "Put the heart emoji in the text.",
  "Read me the news about the vaccine.",
  "Who is the best geologist in the world?",
  "Send a telegram.",
];

describe("medical facts", () => {
  it.each([...CONDITIONS, ...REMEDIES, ...CARE])("are cut with whose they are in %j", (marked) => {
    expect(markedCut(marked, [medicalFinder])).toBe(marked);
  });
  it.each(HARMLESS)("are not seen in %j", (sentence) => {
    expect(markedCut(sentence, [medicalFinder])).toBe(sentence);
  });
});
