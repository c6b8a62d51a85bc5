import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distancesToPrefixes, isWithin, phoneDistance, syllables } from "../../scripts/enroll/phones.js";

const of = (text: string) => text.split(" ");
const ALEXA = of("ax l eh k s ax");
const phone = fc.constantFrom(
  ..."aa ae ax eh iy uw ay ow p b t d k g s z sh m n ng l r w y hh ch".split(" "),
);
const phones = fc.array(phone, { maxLength: 9 });

describe("the distance of two pronunciations", () => {
  it("is nothing for the same, the same both ways, and never negative", () => {
    fc.assert(
      fc.property(phones, phones, (a, b) => {
        expect(phoneDistance(a, a)).toBe(0);
        expect(phoneDistance(a, b)).toBeCloseTo(phoneDistance(b, a), 9);
        expect(phoneDistance(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("is smaller for what people take for each other", () => {
    const to = (other: string) => phoneDistance(ALEXA, of(other));
    const [alexis, election, window] = [to("ax l eh k s ih s"), to("ih l eh k sh ax n"), to("w ih n d ow")];
    expect(alexis).toBeLessThan(election);
    expect(election).toBeLessThan(window);
  });

  it("charges less for a voiced twin or a near vowel than for a strange sound", () => {
    const one = (a: string, b: string) => phoneDistance([a], [b]);
    expect(one("p", "b")).toBeLessThan(one("p", "s"));
    expect(one("ih", "iy")).toBeLessThan(one("iy", "aa"));
    expect(one("iy", "aa")).toBeLessThan(one("iy", "k"));
  });

  it("to each prefix ends with the whole", () => {
    fc.assert(
      fc.property(phones, phones, (a, b) => {
        const all = distancesToPrefixes(a, b);
        expect(all).toHaveLength(b.length + 1);
        expect(all[b.length]).toBe(phoneDistance(a, b));
        if (b.length > 2) expect(all[2]).toBeCloseTo(phoneDistance(a, b.slice(0, 2)), 9);
      }),
    );
  });
});

it("a pronunciation lies within another by whole sounds", () => {
  expect(isWithin(of("ow k ey"), of("l ow k ey sh ax n"))).toBe(true);
  expect(isWithin(of("k ey"), of("l ow k ey sh ax n"))).toBe(true);
  expect(isWithin(of("h ey"), of("hh ey"))).toBe(false);
});

it("syllables are counted by vowels", () => {
  expect(syllables(of("k ax m p y uw t er"))).toBe(3);
  expect(syllables(of("s t aa p"))).toBe(1);
});
