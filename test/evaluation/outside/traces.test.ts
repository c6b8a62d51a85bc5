import { describe, expect, it } from "vitest";
import type { PersonalType } from "../../../src/domain/personal-type.js";
import { heardText } from "../../../src/evaluation/outside/heard-text.js";
import { soundAlike, soundKey } from "../../../src/evaluation/outside/sound-key.js";
import { spokenNumberAt } from "../../../src/evaluation/outside/spoken-number.js";
import { isHeard, traceCount, tracesBeyond, tracesOf } from "../../../src/evaluation/outside/traces.js";

function heard(type: PersonalType, entity: string, transcript: string): boolean {
  return isHeard(tracesOf(type, entity), heardText(transcript));
}

describe("spokenNumberAt", () => {
  it.each([
    ["forty two", "42"],
    ["double oh", "00"],
    ["triple seven", "777"],
    ["a hundred and four", "104"],
    ["two thousand and four", "2004"],
    ["three hundred five", "305"],
    ["twenty eighth", "28"],
    ["9th", "9"],
  ])("reads %s as %s", (said, digits) => {
    const words = said.split(" ");
    expect(spokenNumberAt(words, 0)).toEqual({ digits, next: words.length });
  });

  it("reads digits out where no cardinal is meant", () => {
    expect(heardText("nine hundred one three six").digits).toBe("900136");
    expect(heardText("forty seventeen double two").digits).toBe("401722");
  });

  it("finds no number in a word that is none", () => {
    expect(spokenNumberAt(["hundreds"], 0)).toBeUndefined();
    expect(spokenNumberAt(["a", "table"], 0)).toBeUndefined();
  });
});

describe("heardText", () => {
  it("takes written and spoken numbers, spelled letters and capitals alike", () => {
    expect(heardText("call 555-0192").digits).toBe("5550192");
    expect(heardText("five five five oh one nine two").digits).toBe("5550192");
    expect(heardText("O X four, two H J").spelled).toBe("ox42hj");
    expect(heardText("it is OX4 2HJ").spelled).toBe("ox42hj");
    expect(heardText("H-A-R-G, double L, M as in Mike").spelled).toBe("hargllm");
    expect(heardText("1,200 people").digits).toBe("1200");
  });
});

describe("soundKey", () => {
  it.each([
    ["catherine", "kathryn"],
    ["schmidt", "shmidt"],
    ["philip", "filip"],
    ["xavier", "zavier"],
    ["wright", "right"],
    ["knox", "nox"],
  ])("writes %s as %s", (a, b) => {
    expect(soundKey(a)).toBe(soundKey(b));
  });

  it("forgives one sound of a long word, and none of a short one", () => {
    expect(soundAlike("lndkfst", "lndfst")).toBe(true);
    expect(soundAlike("rslnd", "rsltd")).toBe(true);
    expect(soundAlike("rslnd", "rsl")).toBe(false);
    expect(soundAlike("rslnd", "rstld")).toBe(false);
    expect(soundAlike("klm", "klmn")).toBe(false);
    expect(soundAlike("klm", "klm")).toBe(true);
  });

  it.each([
    ["margot", "marvin"],
    ["salzburg", "strasbourg"],
    ["callum", "column's"],
  ])("tells %s from %s", (a, b) => {
    expect(soundKey(a)).not.toBe(soundKey(b));
  });
});

describe("isHeard", () => {
  it("takes three digits in order for a number, and no two", () => {
    expect(heard("PHONE", "oh seven seven double oh nine", "my number is 770")).toBe(true);
    expect(heard("PHONE", "oh seven seven double oh nine", "at 07 past")).toBe(false);
    expect(heard("PHONE", "oh seven seven double oh nine", "nine zero zero")).toBe(false);
  });

  it("takes all of a number that is shorter", () => {
    expect(heard("DIGITS", "forty two", "it is 42")).toBe(true);
    expect(heard("DIGITS", "forty two", "it is 24")).toBe(false);
  });

  it("takes a name as it is written or as it sounds, also in two words, and no word of every sentence", () => {
    expect(heard("PERSON", "margot lindqvist", "call Margot on the line")).toBe(true);
    expect(heard("PERSON", "catherine", "is Kathryn there")).toBe(true);
    expect(heard("PERSON", "enalen", "send it to N. Allen")).toBe(false);
    expect(heard("PERSON", "rosalind", "let Rosa Lind know")).toBe(true);
    expect(heard("PERSON", "rosalind", "let Rosalyn know")).toBe(true);
    expect(heard("EMAIL", "bookworm at mail dot org", "my address is bookwormedmail.org")).toBe(true);
    expect(heard("PLACE", "the north station", "the next station north")).toBe(false);
    expect(heard("PERSON", "callum", "did leave me a voicemail")).toBe(false);
  });

  it("takes three spelled letters in order, or the spelled word", () => {
    expect(heard("SPELLED", "h a r g r e a v e s", "H-A-R")).toBe(true);
    expect(heard("SPELLED", "h a r g r e a v e s", "write Hargreaves down")).toBe(true);
    expect(heard("SPELLED", "h a r g r e a v e s", "write harge down")).toBe(true);
    expect(heard("SPELLED", "h a r g r e a v e s", "please share it, A. H.")).toBe(false);
  });

  it("takes a postcode by three characters in a row, a street by its own word, an e-mail by its parts", () => {
    expect(heard("POSTCODE", "g l seven one d q", "GL7 something")).toBe(true);
    expect(heard("POSTCODE", "g l seven one d q", "seven one of them")).toBe(false);
    expect(heard("ADDRESS", "fifty six larkspur avenue", "an avenue called Larkspur")).toBe(true);
    expect(heard("ADDRESS", "fifty six larkspur avenue", "the next avenue")).toBe(false);
    expect(heard("EMAIL", "greta dot holm at mail dot com", "dot com at mail")).toBe(false);
    expect(heard("EMAIL", "greta dot holm at mail dot com", "greta.h")).toBe(true);
  });

  it("takes a date of birth by its year with a digit more, or by month and day", () => {
    const date = "the third of november nineteen seventy six";
    expect(heard("DOB", date, "born 1976")).toBe(true);
    expect(heard("DOB", date, "November 3rd")).toBe(true);
    expect(heard("DOB", date, "in November")).toBe(false);
  });
});

describe("tracesBeyond", () => {
  it("leaves out what the rest of the sentence says itself", () => {
    const traces = tracesOf("PLACE", "baker street");
    const beyond = tracesBeyond(traces, heardText("is the baker open in"));
    expect(traceCount(traces)).toBeGreaterThan(0);
    expect(isHeard(beyond, heardText("is the baker open"))).toBe(false);
  });
});
