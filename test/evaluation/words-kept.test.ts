import { describe, expect, it } from "vitest";
import { summariseCondition } from "../../src/evaluation/condition-summary.js";
import type { RowTruth } from "../../src/evaluation/manifest.js";
import type { RedactRow } from "../../src/evaluation/redact-report.js";
import { otherWords, saysMore } from "../../src/evaluation/words-kept.js";

const ms = { recognise: 1, find: 0, align: 0, redact: 0, verify: 0, total: 1 };

/** "please ring ada at the office", the name at 1.0 to 1.4 s. */
const truth: RowTruth = {
  pii: true,
  words: [
    ["please", 0, 0.4],
    ["ring", 0.5, 0.9],
    ["ada", 1, 1.4],
    ["at", 1.74, 1.83],
    ["the", 1.9, 2],
    ["office", 2.1, 2.6],
  ],
  entities: [{ type: "PERSON", start: 1, end: 1.4, word_start: 2, word_end: 3 }],
};

function row(spans: readonly [number, number][], reason: string | null = null): RedactRow {
  return {
    row: 0,
    path: "a.flac",
    decision: reason === null ? "forward" : "drop",
    reason,
    duration: 3,
    spans: spans.map(([start, end]) => ({ start, end, types: ["PERSON"], sources: ["grammar"] })),
    ms,
  };
}

function kept(spans: readonly [number, number][]): Record<string, string> {
  const words = otherWords(
    truth,
    spans.map(([start, end]) => ({ start, end })),
  );
  return Object.fromEntries(
    words.map(({ text, isNear, isKept }) => [text, `${isNear ? "near" : "far"} ${isKept ? "kept" : "lost"}`]),
  );
}

describe("otherWords", () => {
  it("counts a word as near up to 0.35 s from the data, and not what belongs to the data", () => {
    expect(kept([])).toEqual({
      please: "far kept",
      ring: "near kept",
      at: "near kept",
      the: "far kept",
      office: "far kept",
    });
  });

  it("keeps a word that a cut touches by no more than the slack", () => {
    expect(kept([[0.86, 1.77]])).toMatchObject({ please: "far kept", ring: "near kept", at: "near kept" });
    expect(kept([[0.8, 1.8]])).toMatchObject({ please: "far kept", ring: "near lost", at: "near lost" });
  });

  it("loses a word in whose midst something is overwritten", () => {
    expect(kept([[2.3, 2.31]])).toMatchObject({ office: "far lost" });
  });

  it("measures nearness to what is true, so that a cut in the wrong place excuses nothing", () => {
    expect(kept([[1.9, 2.7]])).toMatchObject({ the: "far lost", office: "far lost" });
  });

  it("finds what is personal by time where words have no places", () => {
    const words = otherWords({ ...truth, entities: [{ type: "PERSON", start: 1, end: 1.4 }] }, []);
    expect(words.map(({ text }) => text)).toEqual(["please", "ring", "at", "the", "office"]);
  });
});

describe("the words of a condition", () => {
  it("count those of clips that left with cuts; dropped ones stand apart", () => {
    const { words } = summariseCondition(
      "clean",
      [truth, truth, truth],
      [row([[0.9, 1.5]]), row([]), row([], "verify-unsure")],
    );
    expect(words.far).toEqual({ hits: 3, n: 3 });
    expect(words.near).toEqual({ hits: 2, n: 2 });
    expect(words.farWithDropped).toEqual({ hits: 3, n: 6 });
  });
});

describe("dropped clips", () => {
  const onlyData: RowTruth = {
    pii: true,
    words: [["ada", 1, 1.4]],
    entities: [{ type: "PERSON", start: 1, end: 1.4, word_start: 0, word_end: 1 }],
  };

  it("tell a clip of nothing but data from one that was cut away, and from doubt", () => {
    const rows = [
      row([], "nothing-left"),
      row([], "nothing-left"),
      row([], "verify-unsure"),
      row([], "FILE_UNREADABLE"),
      row([], "align-failed"),
      row([]),
    ];
    const { drops } = summariseCondition("clean", [onlyData, truth, truth, truth, truth, truth], rows);
    expect(drops.map(({ kind, rows }) => `${kind} ${rows}`)).toEqual([
      "only-data 1",
      "all-cut 1",
      "doubt 1",
      "failure 1",
      "failure 1",
    ]);
  });

  it("hold that more was said where a word stands far from the data, or where there is none", () => {
    expect(saysMore(onlyData)).toBe(false);
    expect(saysMore(truth)).toBe(true);
    expect(saysMore({ pii: false })).toBe(true);
    expect(saysMore({ entities: [{ type: "DIGITS", start: 0, end: 1 }] })).toBe(false);
  });
});
