import { describe, expect, it } from "vitest";
import type { RowTruth } from "../../src/evaluation/manifest.js";
import type { RedactRow } from "../../src/evaluation/redact-report.js";
import { worstCases } from "../../src/evaluation/worst-cases.js";

const ms = { recognise: 1, find: 0, align: 0, redact: 0, verify: 0, total: 1 };
const personal: RowTruth = {
  pii: true,
  words: [
    ["ring", 0, 0.4],
    ["ada", 1, 1.4],
    ["tonight", 2, 2.6],
  ],
  entities: [{ type: "PERSON", start: 1, end: 1.4, word_start: 1, word_end: 2 }],
};
const harmless: RowTruth = { pii: false, words: [["stop", 0, 0.5]], entities: [] };

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

describe("worstCases", () => {
  it("puts leaks before what is overheard, then harmless cuts, lost words and drops, and leaves out the good", () => {
    const cases = [
      { truth: personal, row: row([[0.9, 1.5]]), isOverheard: false },
      { truth: personal, row: row([], "verify-unsure"), isOverheard: false },
      { truth: personal, row: row([[0.9, 3]]), isOverheard: false },
      { truth: harmless, row: row([[0.1, 0.3]]), isOverheard: false },
      { truth: personal, row: row([[0.9, 1.5]]), isOverheard: true },
      { truth: personal, row: row([[2, 3]]), isOverheard: true },
    ].map((each, at) => ({ at, ...each }));
    expect(worstCases(cases).map(({ at, fault }) => `${at} ${fault}`)).toEqual([
      "5 leak",
      "4 overheard",
      "3 harmless-cut",
      "2 words-lost",
      "1 dropped",
    ]);
  });

  it("finds no fault with a clip of nothing but data that did not leave", () => {
    const onlyData: RowTruth = {
      ...personal,
      words: [["ada", 1, 1.4]],
      entities: [{ type: "PERSON", start: 1, end: 1.4, word_start: 0, word_end: 1 }],
    };
    expect(
      worstCases([{ at: 0, truth: onlyData, row: row([], "nothing-left"), isOverheard: false }]),
    ).toEqual([]);
  });
});
