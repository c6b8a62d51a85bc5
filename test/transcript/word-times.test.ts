import { describe, expect, it } from "vitest";
import type { Probe, ShownFrames } from "../../src/transcript/masked-tokens.js";
import type { Transcript } from "../../src/transcript/transcript.js";
import { locateWords } from "../../src/transcript/word-times.js";
import { wordsOf } from "../../src/transcript/words.js";
import { tokensOf } from "./made-tokens.js";

/** A token whose sound lies in these frames; one without is predicted from its neighbours alone. */
interface Said {
  readonly text: string;
  readonly from?: number;
  readonly to?: number;
  /** How much of the log-probability the sound decides. */
  readonly jump?: number;
}

const FRAMES = 200;
/** Without this share of its beginning a token is not recognised at all. */
const FIRST_SHARE = 0.3;

/** A recogniser that knows a token once the share `known` of it was heard, and not without its beginning. */
function madeSearch(said: readonly Said[], known = 1) {
  const tokens = tokensOf(said.map((each) => each.text));
  const transcript: Transcript = { tokens, words: wordsOf(tokens), doubts: [] };
  const rows: ShownFrames[] = [];
  const asked: [number, number][] = [];
  const probe: Probe = async (tokenStart, tokenEnd, wanted) => {
    rows.push(...wanted);
    asked.push([tokenStart, tokenEnd]);
    return wanted.map((row) =>
      Float64Array.from(said.slice(tokenStart, tokenEnd), ({ from, to, jump = 8 }) => {
        if (from === undefined || to === undefined) return -0.1;
        const length = to - from;
        const hidden = Math.min(1, Math.max(0, row.from - from) / (FIRST_SHARE * length));
        const missing = 1 - Math.min(1, Math.max(0, row.to - from) / (known * length));
        return -0.1 - jump * Math.max(hidden, missing);
      }),
    );
  };
  const locate = (wordStart: number, wordEnd: number) =>
    locateWords({ transcript, frames: FRAMES, speechEndFrame: 180, probe, ranges: [{ wordStart, wordEnd }] });
  return { locate, rows, asked };
}

const CALL: readonly Said[] = [
  { text: " Call", from: 10, to: 30 },
  { text: " Cla", from: 34, to: 50 },
  { text: "ire", from: 50, to: 64 },
  { text: " now", from: 64, to: 84 },
  { text: "," },
  { text: " please", from: 120, to: 150 },
  { text: "." },
];

describe("word times", () => {
  it("hold the word, and no more than a quarter of a second beside it", async () => {
    const [time] = await madeSearch(CALL).locate(1, 2);
    expect(time?.startFrame).toBeLessThanOrEqual(34);
    expect(time?.startFrame).toBeGreaterThan(34 - 11);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64);
    expect(time?.endFrame).toBeLessThan(64 + 11);
    expect(time?.uncertaintyFrames).toBeLessThanOrEqual(4);
  });

  it("reach to the next word when the word is recognised before it is over", async () => {
    const [time] = await madeSearch(CALL, 0.4).locate(1, 2);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64);
  });

  it("do not run on through a pause behind the word", async () => {
    const [time] = await madeSearch(CALL).locate(2, 3);
    expect(time?.endFrame).toBeGreaterThanOrEqual(84);
    expect(time?.endFrame).toBeLessThanOrEqual(84 + 30);
  });

  it("reach to the end of speech behind the last word", async () => {
    const [time] = await madeSearch(CALL, 0.3).locate(3, 4);
    expect(time?.startFrame).toBeLessThanOrEqual(120);
    expect(time?.endFrame).toBe(180);
  });

  it("cover a run of words from its first to its last", async () => {
    const [time] = await madeSearch(CALL).locate(0, 3);
    expect(time?.startFrame).toBeLessThanOrEqual(10);
    expect(time?.endFrame).toBeGreaterThanOrEqual(84);
  });

  it("are wide and say so where the sound tells nothing", async () => {
    const silent = CALL.map((each, i) => (i === 1 || i === 2 ? { text: each.text } : each));
    const [time] = await madeSearch(silent).locate(1, 2);
    expect(time?.startFrame).toBeLessThanOrEqual(34);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64);
    expect(time?.uncertaintyFrames).toBeGreaterThanOrEqual(12);
  });

  it("span the whole utterance where no word tells anything", async () => {
    const [time] = await madeSearch(CALL.map(({ text }) => ({ text }))).locate(1, 2);
    expect(time).toMatchObject({ startFrame: 0, endFrame: FRAMES });
  });

  it("say that a small jump leaves the edge blurred", async () => {
    const blurred = CALL.map((each) => ({ ...each, jump: 2 }));
    const [clear] = await madeSearch(CALL).locate(1, 2);
    const [time] = await madeSearch(blurred).locate(1, 2);
    expect(time?.uncertaintyFrames).toBeGreaterThan(clear?.uncertaintyFrames ?? 0);
  });

  it("never fall outside the sound or end before they begin", async () => {
    for (const known of [0.05, 0.5, 1]) {
      for (let word = 0; word < 4; word++) {
        const [time] = await madeSearch(CALL, known).locate(word, word + 1);
        expect(time?.startFrame).toBeGreaterThanOrEqual(0);
        expect(time?.endFrame).toBeLessThanOrEqual(FRAMES);
        expect(time?.endFrame).toBeGreaterThan(time?.startFrame ?? Number.POSITIVE_INFINITY);
      }
    }
  });

  it("cost only the words asked for and two behind them, in fewer than forty masks", async () => {
    const { locate, rows, asked } = madeSearch(CALL);
    await locate(0, 1);
    expect(asked.every(([start, end]) => start >= 0 && end <= 5)).toBe(true);
    expect(rows.length).toBeLessThan(40);
  });

  it("are in the order of the words asked for, none for none", async () => {
    const { locate } = madeSearch(CALL);
    expect((await locate(1, 2))[0]).toMatchObject({ wordStart: 1, wordEnd: 2 });
    const tokens = tokensOf([]);
    const search = {
      transcript: { tokens, words: [], doubts: [] },
      frames: 1,
      speechEndFrame: 1,
      ranges: [],
    };
    expect(await locateWords({ ...search, probe: async () => [] })).toEqual([]);
  });
});
