import { describe, expect, it } from "vitest";
import type { RowTruth } from "../../../src/evaluation/manifest.js";
import { decoysFor, soughtOf } from "../../../src/evaluation/outside/decoys.js";
import { summariseOutside } from "../../../src/evaluation/outside/outside-summary.js";
import { outsideTable } from "../../../src/evaluation/tables/outside-table.js";

const names = ["margot", "callum", "rosalind", "teodor", "ibrahim", "saskia", "winifred", "ottoline"];

/** "call NAME now" each. */
const truths = names.map(
  (name): RowTruth => ({
    pii: true,
    words: [
      ["call", 0, 0.4],
      [name, 0.5, 1],
      ["now", 1.6, 2],
    ],
    entities: [{ type: "PERSON", text: name, start: 0.5, end: 1, word_start: 1, word_end: 2 }],
  }),
);

describe("decoysFor", () => {
  const all = names.map((name, at) => soughtOf(at, "PERSON", name));
  const first = soughtOf(0, "PERSON", "margot");

  it("are other rows' entities, the same ones for the same seed", () => {
    const decoys = decoysFor(first, all, 1);
    expect(decoys).toHaveLength(5);
    expect(decoys.map(({ text }) => text)).not.toContain("margot");
    expect(decoysFor(first, all, 1)).toEqual(decoys);
    const seeds = [2, 3, 4].map((seed) => decoysFor(first, all, seed).map(({ text }) => text));
    expect(seeds.some((texts) => texts.join() !== decoys.map(({ text }) => text).join())).toBe(true);
  });

  it("share no name with what is sought, and come from its group where its kind is rare", () => {
    const namesakes = [soughtOf(1, "PERSON", "margot smith"), soughtOf(2, "PERSON", "marggot")];
    const place = soughtOf(3, "PLACE", "salzburg");
    const digits = soughtOf(4, "PHONE", "oh seven seven nine");
    expect(decoysFor(first, [...namesakes, place, digits], 1)).toEqual([place]);
  });
});

describe("summariseOutside", () => {
  it("counts what is heard of the clips that left, its decoys, and what was heard before", () => {
    const { heard, untold } = summariseOutside(
      truths,
      [
        { at: 0, left: "call Margot now", before: "call Margot now" },
        { at: 1, left: "call now", before: "call Callum now" },
        { at: 2, left: "call now", before: "call now" },
        { at: 3, left: undefined, before: "call Teodor now" },
      ],
      1,
    );
    expect(untold).toBe(0);
    expect(heard.map(({ text, isHeard, isHeardBefore }) => [text, isHeard, isHeardBefore])).toEqual([
      ["margot", true, true],
      ["callum", false, true],
      ["rosalind", false, false],
    ]);
    expect(heard.map(({ decoys }) => decoys)).toEqual([0, 0, 0]);
  });

  it("shows a listener who says the same of every clip as chance", () => {
    const everything = names.join(" and ");
    const { heard } = summariseOutside(
      truths,
      names.map((_, at) => ({ at, left: everything, before: everything })),
      1,
    );
    expect(heard.every(({ isHeard, decoys }) => isHeard && decoys === 1)).toBe(true);
    const table = outsideTable({ title: "t", listener: "nobody" }, { heard, untold: 0 });
    expect(table.rows.at(-1)?.[3]).toMatch(/^\.?0?\.?000 /);
  });

  it("says of how many nothing can be looked for", () => {
    const silent: RowTruth = { entities: [{ type: "PERSON", start: 0, end: 1 }], words: [["x", 0, 1]] };
    expect(summariseOutside([silent], [{ at: 0, left: "x", before: "x" }], 1)).toEqual({
      heard: [],
      untold: 1,
    });
  });

  it("takes a whole utterance for its own entity", () => {
    const whole: RowTruth = { text: "H A R G R", entities: [{ type: "SPELLED", start: 0, end: 1 }] };
    const { heard } = summariseOutside([whole], [{ at: 0, left: "A R G", before: "H A R G R" }], 1);
    expect(heard).toMatchObject([{ isHeard: true, isHeardBefore: true }]);
  });
});
