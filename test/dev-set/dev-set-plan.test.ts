import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CARRIERS } from "../../scripts/dev-set/carriers.js";
import { DEV_SET_SEED, devSetPlan, smallPart } from "../../scripts/dev-set/dev-set-plan.js";
import { HARMLESS_FRAMES } from "../../scripts/dev-set/harmless-frames.js";
import { HARMLESS_HOME } from "../../scripts/dev-set/harmless-home.js";
import { HARMLESS_WORLD } from "../../scripts/dev-set/harmless-world.js";
import { FIRST_NAMES, LAST_NAMES } from "../../scripts/dev-set/names.js";
import { STREET_NAMES, TOWNS } from "../../scripts/dev-set/places.js";
import { CONDITIONS, DRUGS, MAIL_HOSTS, MAILBOXES, SECRET_WORDS } from "../../scripts/dev-set/things.js";
import { bare } from "../../scripts/dev-set/values.js";
import { isHeldOut } from "../../scripts/texts/held-out.js";
import { readMarked } from "../../scripts/voices/marked-text.js";
import { trainingPlan } from "../../scripts/voices/training-plan.js";
import { voicesOf } from "../../scripts/voices/training-voices.js";
import { PERSONAL_TYPES } from "../../src/domain/personal-type.js";
import { parseManifest, parseTruth } from "../../src/evaluation/manifest.js";

const plan = devSetPlan(DEV_SET_SEED);
const read = plan.map(({ marked }) => readMarked(marked));

function casesOf(texts: typeof read, type: string): number {
  return texts.flatMap(({ entities }) => entities.filter((entity) => entity.type === type)).length;
}

/** A text without its values: two that were made from one carrier are the same. */
function carrierOf(marked: string): string {
  return marked.replace(/\{([A-Z_]+):[^}]*\}/g, "$1").replace(/[,.?!;]/g, "");
}

describe("the plan of the development set", () => {
  it("is the same for a seed, and another for another", () => {
    expect(devSetPlan(DEV_SET_SEED)).toEqual(plan);
    expect(devSetPlan(DEV_SET_SEED + 1)).not.toEqual(plan);
  });

  it.each(PERSONAL_TYPES)("holds 100 cases of %s or more", (type) => {
    expect(casesOf(read, type)).toBeGreaterThanOrEqual(100);
  });

  it("holds 500 harmless utterances or more", () => {
    expect(read.filter(({ entities }) => entities.length === 0).length).toBeGreaterThanOrEqual(500);
  });

  it("says no sentence twice and names no clip twice", () => {
    expect(new Set(plan.map(({ marked }) => marked)).size).toBe(plan.length);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length);
  });

  it("is balanced from its beginning on", () => {
    for (const part of [0.25, 0.5]) {
      const texts = read.slice(0, Math.round(read.length * part));
      for (const type of PERSONAL_TYPES)
        expect(casesOf(texts, type), type).toBeGreaterThan(104 * part * 0.85);
    }
  });

  it("is spoken by training voices at speeds of people", () => {
    for (const { speaker, speed } of plan) {
      expect(voicesOf(speaker).length).toBeGreaterThan(0);
      expect(speed).toBeGreaterThanOrEqual(0.88);
      expect(speed).toBeLessThanOrEqual(1.15);
    }
    expect(new Set(plan.map(({ speaker }) => speaker)).size).toBe(25);
  });

  it("leaves no mark, no slot and no figure in what is spoken", () => {
    expect(read.map(({ spoken }) => spoken).filter((text) => /[{}<>:\d]/.test(text))).toEqual([]);
    expect(read.filter(({ entities }) => entities.some((e) => e.wordStart >= e.wordEnd))).toEqual([]);
  });
});

describe("the texts of the development set", () => {
  it.each(PERSONAL_TYPES)("have 25 carriers of %s or more, none twice, each about it", (type) => {
    const carriers = CARRIERS[type];
    expect(new Set(carriers).size).toBe(carriers.length);
    expect(carriers.length).toBeGreaterThanOrEqual(25);
    expect(carriers.filter((carrier) => !carrier.includes(`{${type}:`))).toEqual([]);
  });

  it("share no carrier between types, nor with the sentences that the voices train on", () => {
    const all = Object.values(CARRIERS).flat();
    expect(new Set(all).size).toBe(all.length);
    const trained = new Set(
      trainingPlan(1).flatMap((clip) => (clip.make === "speak" ? [carrierOf(clip.marked)] : [])),
    );
    // A value alone has no carrier.
    const shared = plan.map(({ marked }) => carrierOf(marked)).filter((text) => trained.has(text));
    expect(shared.filter((text) => !/^[A-Z_]+$/.test(text))).toEqual([]);
  });

  it("say 250 different harmless sentences or more", () => {
    const all = [...HARMLESS_HOME, ...HARMLESS_WORLD, ...HARMLESS_FRAMES];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(250);
  });

  it("take names, places, words and terms only from those that are kept", () => {
    const hosts = MAIL_HOSTS.map((host) => host.split(" ")[0] ?? "");
    const lists = [FIRST_NAMES, LAST_NAMES, TOWNS, STREET_NAMES, CONDITIONS, DRUGS, MAILBOXES, SECRET_WORDS];
    expect([...lists.flat(), ...hosts].filter((word) => !isHeldOut(word))).toEqual([]);
  });

  it("read out only digits, letters and dates that are kept, as a whole", () => {
    const values = plan.flatMap(({ marked }) =>
      [...marked.matchAll(/\{(POSTCODE|PHONE|NUMBER_ID|DOB|DIGITS):([^}]*)\}/g)].map((match) =>
        bare(match[2] ?? ""),
      ),
    );
    expect(values.length).toBeGreaterThanOrEqual(500);
    expect(values.filter((value) => !isHeldOut(value))).toEqual([]);
  });

  it("say names of kept words alone", () => {
    const kept = new Set([...FIRST_NAMES, ...LAST_NAMES]);
    const names = plan.flatMap(({ marked }) =>
      [...marked.matchAll(/\{PERSON:([^}]*)\}/g)].flatMap((match) => (match[1] ?? "").split(" ")),
    );
    const other = names.map((name) => name.replace(/'s$/, "")).filter((name) => !kept.has(name));
    expect(new Set(other)).toEqual(new Set(["junior"]));
  });
});

describe("the small part of the development set", () => {
  it("lies in the project as the plan says it, two cases of each type or more and twelve harmless", () => {
    const manifest = readFileSync(new URL("../dev-set-small/manifest.jsonl", import.meta.url), "utf8");
    const small = smallPart(plan);
    expect(parseManifest(manifest).map(({ path }) => path)).toEqual(small.map(({ name }) => `${name}.flac`));
    const truths = parseTruth(manifest);
    expect(truths.map(({ speaker }) => speaker)).toEqual(small.map(({ speaker }) => speaker));
    const said = truths.map(({ words }) => words?.map(([word]) => word).join(" "));
    expect(said).toEqual(small.map(({ marked }) => bare(readMarked(marked).spoken)));
    for (const type of PERSONAL_TYPES) {
      const cases = truths.flatMap(({ entities }) => (entities ?? []).filter((each) => each.type === type));
      expect(cases.length, type).toBeGreaterThanOrEqual(2);
    }
    expect(truths.filter(({ pii }) => pii === false)).toHaveLength(12);
  });
});
