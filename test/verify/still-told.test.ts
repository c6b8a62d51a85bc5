import { describe, expect, it } from "vitest";
import type { CutList } from "../../src/plan/cut-list.js";
import type { Hearing, WordTime } from "../../src/transcript/recogniser.js";
import { wordsOf } from "../../src/transcript/words.js";
import { stillTold } from "../../src/verify/still-told.js";
import { transcriptOf } from "../support/transcript-of.js";
import { tokensOf } from "../transcript/made-tokens.js";

const SECOND = 16_000;
const transcript = transcriptOf("Call Mira Voss , now");
const convictions = [{ wordStart: 1, wordEnd: 4, types: ["PERSON"], sources: ["tagger"] }] as const;
const times: readonly WordTime[] = [
  { wordStart: 1, wordEnd: 4, span: { start: SECOND, end: 2 * SECOND }, uncertaintySamples: 0 },
];
const cuts: CutList = {
  lengthSamples: 4 * SECOND,
  cuts: [
    { span: { start: 0.8 * SECOND, end: 2.3 * SECOND }, types: ["PERSON"], sources: ["tagger"] },
    { span: { start: 3.5 * SECOND, end: 4 * SECOND }, types: [], sources: ["spotter"] },
  ],
};

/** A hearing whose sound raises these tokens so much. */
function telling(rises: readonly number[]): Hearing {
  return {
    transcript: transcriptOf(""),
    locate: () => Promise.resolve([]),
    told: (tokens) => Promise.resolve(Float64Array.from(tokens, (_, i) => rises[i] ?? 0)),
    release: () => undefined,
  };
}

describe("words that the redacted sound still tells", () => {
  const look = (rises: readonly number[]) =>
    stillTold(telling(rises), cuts, { transcript, convictions, times });

  it("are none when the language alone would say them as readily", async () => {
    expect(await look([9, 2.5, 2, 9, 9])).toEqual([]);
  });

  it("widen their cut, and only theirs, on both sides", async () => {
    const found = await look([0, 0, 6, 0, 0]);
    expect(found).toHaveLength(1);
    expect(found[0]?.time.span).toEqual({ start: 0.65 * SECOND, end: 2.45 * SECOND });
    expect(found[0]).toMatchObject({ types: ["PERSON"], sources: ["verify"] });
  });

  it("are not acquitted by a rise that is no number", async () => {
    expect(await look([0, Number.NaN, 0, 0, 0])).toHaveLength(1);
  });

  it("may follow from each other inside a word, but for digits and letters said one by one", async () => {
    const inside = (texts: readonly string[]) => ({
      tokens: tokensOf(texts),
      words: wordsOf(tokensOf(texts)),
      doubts: [],
    });
    const of = (texts: readonly string[], rises: readonly number[]) =>
      stillTold(telling(rises), cuts, {
        transcript: inside(texts),
        convictions: [{ ...convictions[0], wordStart: 1, wordEnd: 2 }],
        times,
      });
    expect(await of([" Call", " Wal", "raven"], [0, 0, 4.5])).toEqual([]);
    expect(await of([" Call", " Wal", "raven"], [0, 0, 5.5])).toHaveLength(1);
    expect(await of([" Call", " 5", "7"], [0, 0, 4.5])).toHaveLength(1);
    expect(await of([" Call", " V", "-", "i"], [0, 0, 9, 4.5])).toHaveLength(1);
    expect(await of([" Call", " V", "-", "i"], [0, 0, 9, 0])).toEqual([]);
  });

  it("stay inside the clip", async () => {
    const short: CutList = {
      lengthSamples: 2 * SECOND,
      cuts: [{ ...cuts.cuts[0], span: { start: 100, end: 2 * SECOND - 100 }, types: [], sources: [] }],
    };
    const [found] = await stillTold(telling([0, 9]), short, { transcript, convictions, times });
    expect(found?.time.span).toEqual({ start: 0, end: 2 * SECOND });
  });
});
