import { describe, expect, it } from "vitest";
import { answerFinder } from "../../src/findings/answer-finder.js";
import { RULES } from "../../src/findings/finders.js";
import { oneWitness } from "../../src/findings/one-witness.js";
import { transcriptOf } from "../support/transcript-of.js";

const SENTENCE = "Call Rosalind{0.3} on five five five oh one nine two.";

describe("oneWitness", () => {
  it.each(["grammar", "gazetteer", "doubt"] as const)("lets nobody speak but %s", async (source) => {
    const found = await Promise.all(
      oneWitness(RULES, source).map((finder) => finder.find(transcriptOf(SENTENCE))),
    );
    expect(found.flat().every((finding) => finding.source === source)).toBe(true);
  });

  it("shares all that is found out among the witnesses, and loses nothing of it", async () => {
    const all = await Promise.all(RULES.map((finder) => finder.find(transcriptOf(SENTENCE))));
    const apart = await Promise.all(
      (["grammar", "gazetteer", "doubt"] as const).flatMap((source) =>
        oneWitness(RULES, source).map((finder) => finder.find(transcriptOf(SENTENCE))),
      ),
    );
    expect(all.flat().length).toBeGreaterThan(1);
    expect(apart.flat()).toHaveLength(all.flat().length);
  });

  it("leaves a witness of one source itself, because the second look knows them by who they are", () => {
    expect(oneWitness(RULES, "grammar")).toContain(answerFinder);
    expect(oneWitness(RULES, "gazetteer")).not.toContain(answerFinder);
  });

  it("has nobody for the spotter, which hears sound", () => {
    expect(oneWitness(RULES, "spotter")).toEqual([]);
  });
});
