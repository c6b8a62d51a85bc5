import { describe, expect, it } from "vitest";
import { summariseCoverage } from "../../src/evaluation/coverage.js";
import { parseManifest, parseTruth } from "../../src/evaluation/manifest.js";
import type { RedactRow } from "../../src/evaluation/redact-report.js";

const ms = { recognise: 0, find: 0, align: 0, redact: 0, verify: 0, total: 0 };

function row(decision: "forward" | "drop", spans: readonly [number, number][]): RedactRow {
  return {
    row: 0,
    path: "a.flac",
    decision,
    reason: null,
    duration: 3,
    spans: spans.map(([start, end]) => ({ start, end, types: ["PERSON"], sources: ["grammar"] })),
    ms,
  };
}

const truth = {
  pii: true,
  words: [
    ["call", 0.2, 0.5] as [string, number, number],
    ["ada", 0.6, 0.9] as [string, number, number],
    ["lovelace", 1.2, 1.8] as [string, number, number],
  ],
  entities: [{ type: "PERSON" as const, start: 0.6, end: 1.8, word_start: 1, word_end: 3 }],
};

function covered(spans: readonly [number, number][]): number | undefined {
  return summariseCoverage([truth], [row("forward", spans)]).types[0]?.coveredForwarded;
}

describe("summariseCoverage", () => {
  it("counts an entity only when each of its words is overwritten to within the slack", () => {
    expect(covered([[0.5, 1.9]])).toBe(1);
    expect(covered([[0.65, 1.75]])).toBe(1);
    expect(covered([[0.6, 1.7]])).toBe(0);
    expect(covered([[0.6, 0.9]])).toBe(0);
  });

  it("lets two cuts cover two words and the pause between them stay", () => {
    expect(
      covered([
        [1.2, 1.8],
        [0.6, 0.9],
      ]),
    ).toBe(1);
  });

  it("needs no gap to lie between cuts inside of one word", () => {
    expect(
      covered([
        [0.6, 1.4],
        [1.5, 1.8],
      ]),
    ).toBe(0);
    expect(
      covered([
        [0.6, 1.4],
        [1.4, 1.8],
      ]),
    ).toBe(1);
  });

  it("keeps dropped clips apart from covered ones", () => {
    const summary = summariseCoverage([truth], [row("drop", [])]);
    expect(summary.types[0]).toMatchObject({ entities: 1, forwarded: 0, coveredForwarded: 0, covered: 1 });
    expect(summary.leakFree).toEqual({ rows: 1, clean: 1, dropped: 1 });
  });

  it("calls a harmless clip whole only without any cut", () => {
    const harmless = { pii: false };
    const summary = summariseCoverage(
      [harmless, harmless, harmless],
      [row("forward", []), row("forward", [[0, 1]]), row("drop", [])],
    );
    expect(summary.harmless).toEqual({ rows: 3, whole: 1, dropped: 1 });
  });
});

describe("parseManifest", () => {
  it("reads path, start and end and ignores the rest", () => {
    expect(
      parseManifest('{"path":"a.wav","colour":"red"}\n\n{"path":"b.ogg","start":1,"end":2.5}\n'),
    ).toEqual([{ path: "a.wav" }, { path: "b.ogg", start: 1, end: 2.5 }]);
  });

  it("names every line that is no row", () => {
    expect(() => parseManifest('{"path":"a.wav"}\nnonsense\n{"start":1}')).toThrow(
      /2 line\(s\)[\s\S]*line 2[\s\S]*line 3/,
    );
  });

  it("reads what is true of a row beside it", () => {
    expect(parseTruth('{"path":"a","pii":null,"words":[["hi",0,1]]}')[0]).toMatchObject({
      pii: null,
      words: [["hi", 0, 1]],
    });
  });
});
