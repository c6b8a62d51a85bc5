import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedDataFolder } from "../../scripts/shared-data.js";
import { CARRIERS, everyCarrier, NEGATIVE_CARRIERS } from "../../scripts/texts/carriers.js";
import { fill } from "../../scripts/texts/fill.js";
import { isHeldOut } from "../../scripts/texts/held-out.js";
import { KIND_WORDS } from "../../scripts/texts/kept-apart.js";
import { type TaggerText, taggerTexts } from "../../scripts/texts/tagger-texts.js";
import { readMarked } from "../../scripts/voices/marked-text.js";
import { Random } from "../../scripts/voices/random.js";
import { PERSONAL_TYPES } from "../../src/domain/personal-type.js";

const COUNT = 3000;
const texts = taggerTexts(20, COUNT, sharedDataFolder());
const read = texts.map(({ marked, source }) => ({ marked, source, ...readMarked(marked) }));

function valuesOf(marked: string, type: string): string[] {
  const { spoken, entities } = readMarked(marked);
  const words = spoken.split(" ");
  return entities
    .filter((entity) => entity.type === type)
    .map(({ wordStart, wordEnd }) => words.slice(wordStart, wordEnd).join(" "));
}

describe("the carriers", () => {
  it("come once each", () => {
    const all = everyCarrier();
    const repeated = all.filter((carrier, index) => all.indexOf(carrier) !== index);
    expect(repeated).toEqual([]);
  });

  it("are more than 700 with personal data and more than 500 without", () => {
    const personal = CARRIERS.flatMap(({ commands, statements }) => [...commands, ...statements]);
    expect(personal.length).toBeGreaterThan(700);
    expect(NEGATIVE_CARRIERS.length).toBeGreaterThan(500);
  });

  it("hold what they are about, or nothing personal at all", () => {
    const random = new Random(3);
    for (const { about, commands, statements } of CARRIERS) {
      for (const carrier of [...commands, ...statements]) {
        const types = readMarked(fill(carrier, random)).entities.map(({ type }) => type);
        expect(types.length, carrier).toBeGreaterThan(0);
        if (about !== "SEVERAL") expect(types, carrier).toContain(about);
      }
    }
    for (const carrier of NEGATIVE_CARRIERS) {
      expect(readMarked(fill(carrier, random)).entities, carrier).toEqual([]);
    }
  });
});

describe("the texts", () => {
  it("are the same from the same seed, and others from another", () => {
    const again = (seed: number): TaggerText[] => taggerTexts(seed, 200, sharedDataFolder());
    expect(again(7)).toEqual(again(7));
    expect(again(7)).not.toEqual(again(8));
  });

  it("are as many as asked, with or without the texts of others", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 50, max: 400 }), (seed, count) => {
        expect(taggerTexts(seed, count, "there/is/none")).toHaveLength(count);
      }),
      { numRuns: 5, examples: [[1_853_285_373, 61]] },
    );
    expect(texts).toHaveLength(COUNT);
  });

  it("are words, letters and pauses, with every brace read", () => {
    const odd = read.filter(({ spoken }) => !/^[a-zA-Z',.? ]+$/.test(spoken) || /[<>[\]{}|]/.test(spoken));
    expect(odd.map(({ marked }) => marked)).toEqual([]);
    const capitals = read.filter(({ spoken }) => /[A-Z][A-Za-z]|[a-z][A-Z]/.test(spoken));
    expect(capitals.map(({ marked }) => marked)).toEqual([]);
  });

  it("name nobody and no place that is kept for the development set", () => {
    const kept = read.flatMap(({ marked }) =>
      [...valuesOf(marked, "PERSON"), ...valuesOf(marked, "PLACE")]
        .flatMap((value) => value.split(" "))
        .map((word) => word.replace(/'s$|[,.?]/g, ""))
        .filter((word) => word.length > 1 && !KIND_WORDS.has(word) && isHeldOut(word)),
    );
    expect(kept).toEqual([]);
  });

  it("hold each kind of personal data in 3.5 of 100 and more", () => {
    for (const type of PERSONAL_TYPES) {
      const holding = read.filter(({ entities }) => entities.some((entity) => entity.type === type)).length;
      expect(holding / COUNT, type).toBeGreaterThan(0.035);
    }
  });

  it("have personal data in some 62 of 100", () => {
    const personal = read.filter(({ entities }) => entities.length > 0).length / COUNT;
    expect(personal).toBeGreaterThan(0.59);
    expect(personal).toBeLessThan(0.65);
  });

  it("are short, as commands are", () => {
    const short = read.filter(({ spoken }) => spoken.split(" ").length <= 16).length / COUNT;
    expect(short).toBeGreaterThan(0.85);
  });

  it("are none that figures are reported on", () => {
    const manifest = join(sharedDataFolder(), "manifests", "pii-spoken-dev.jsonl");
    const rows = existsSync(manifest) ? readFileSync(manifest, "utf8").trim().split("\n") : [];
    const words = (text: string): string => text.toLowerCase().replace(/[^a-z' ]/g, "");
    const reported = new Set(rows.map((row) => words(String(JSON.parse(row).text))));
    expect(read.filter(({ spoken }) => reported.has(words(spoken))).map(({ marked }) => marked)).toEqual([]);
  });
});
