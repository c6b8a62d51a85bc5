import { describe, expect, it } from "vitest";
import type { Probe, ShownFrames } from "../../src/transcript/masked-tokens.js";
import type { Doubt, Transcript } from "../../src/transcript/transcript.js";
import { locateWords } from "../../src/transcript/word-times.js";
import { wordsOf } from "../../src/transcript/words.js";
import { tokensOf } from "./made-tokens.js";

/** A token whose sound begins at this frame; one without is foretold by its neighbours alone. */
interface Said {
  readonly text: string;
  readonly from?: number;
  /** How much of the log-probability the sound decides. */
  readonly jump?: number;
}

const FRAMES = 200;
/** Over so many frames a token becomes likely. */
const RISE = 6;
const SPEECH = { speechStartFrame: 5, speechEndFrame: 180 };

/** A recogniser that knows a token as soon as its sound begins: its frames have heard a little ahead. */
function madeSearch(said: readonly Said[], doubts: readonly Doubt[] = []) {
  const tokens = tokensOf(said.map((each) => each.text));
  const transcript: Transcript = { tokens, words: wordsOf(tokens), doubts };
  const rows: ShownFrames[] = [];
  const asked: [number, number][] = [];
  const probe: Probe = async (tokenStart, tokenEnd, wanted) => {
    rows.push(...wanted);
    asked.push([tokenStart, tokenEnd]);
    return wanted.map((row) =>
      Float64Array.from(said.slice(tokenStart, tokenEnd), ({ from, jump = 8 }) => {
        if (from === undefined) return Math.log(0.95);
        const missing = 1 - Math.min(1, Math.max(0, (row.to - from + RISE / 2) / RISE));
        return Math.log(0.95) - jump * missing;
      }),
    );
  };
  const locate = (wordStart: number, wordEnd: number) =>
    locateWords({ transcript, frames: FRAMES, ...SPEECH, probe, ranges: [{ wordStart, wordEnd }] });
  return { locate, rows, asked };
}

const CALL: readonly Said[] = [
  { text: " Call", from: 10 },
  { text: " Cla", from: 34 },
  { text: "ire", from: 48 },
  { text: " now", from: 64 },
  { text: "," },
  { text: " please", from: 150 },
  { text: "." },
];

describe("word times", () => {
  it("hold the word within its uncertainty of 96 ms, and little beside it", async () => {
    const [time] = await madeSearch(CALL).locate(1, 2);
    expect(time?.uncertaintyFrames).toBe(4);
    expect(Math.abs((time?.startFrame ?? Number.NaN) - 34)).toBeLessThanOrEqual(8);
    expect(Math.abs((time?.endFrame ?? Number.NaN) - 64)).toBeLessThanOrEqual(3);
  });

  it("begin with the sound at the first word and end with it at the last, and ask nothing for that", async () => {
    const { locate, rows } = madeSearch(CALL);
    expect((await locate(0, 4))[0]).toMatchObject({ startFrame: 5, endFrame: 180 });
    expect(rows).toHaveLength(0);
  });

  it("do not run on through a long pause behind the word", async () => {
    const [time] = await madeSearch(CALL).locate(2, 3);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64 + 44);
    expect(time?.endFrame).toBeLessThanOrEqual(64 + 62);
  });

  it("cover a run of words from its first to its last", async () => {
    const [time] = await madeSearch(CALL).locate(0, 2);
    expect(time?.startFrame).toBeLessThanOrEqual(10);
    expect(time?.endFrame).toBeGreaterThanOrEqual(61);
  });

  it("reach on where the next word was foretold before it sounded", async () => {
    const foretold = CALL.map((each) => (each.text === " now" ? { ...each, from: 48 } : each));
    const [sure] = await madeSearch(CALL).locate(1, 2);
    const [time] = await madeSearch(foretold).locate(1, 2);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64);
    expect(time?.endFrame).toBeGreaterThanOrEqual((sure?.endFrame ?? Number.NaN) - 1);
  });

  it("ask farther tokens where the neighbour tells nothing", async () => {
    const silent = CALL.map((each) => (each.text === " now" ? { text: " now" } : each));
    const [time] = await madeSearch(silent).locate(1, 2);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64);
  });

  it("are wide where the sound tells nothing of the word itself", async () => {
    const silent = CALL.map(({ text, ...rest }) => (/Cla|ire/.test(text) ? { text } : { text, ...rest }));
    const [time] = await madeSearch(silent).locate(1, 2);
    expect(time?.startFrame).toBeLessThanOrEqual(34);
    expect(time?.endFrame).toBeGreaterThanOrEqual(64);
  });

  it("span the whole utterance where no word tells anything", async () => {
    const [time] = await madeSearch(CALL.map(({ text }) => ({ text }))).locate(1, 2);
    expect(time).toMatchObject({ startFrame: 0, endFrame: FRAMES });
  });

  it.each(["low-snr", "low-probability"] as const)("are less sure of a transcript with %s", async (doubt) => {
    const [sure] = await madeSearch(CALL).locate(1, 2);
    const [time] = await madeSearch(CALL, [doubt]).locate(1, 2);
    expect(time?.uncertaintyFrames).toBeGreaterThan(sure?.uncertaintyFrames ?? Number.NaN);
  });

  it("hold every word between its own begin and the next one's, wherever it lies", async () => {
    for (let shift = 0; shift < 40; shift += 3) {
      const moved = CALL.map((each) =>
        each.from === undefined ? each : { ...each, from: each.from + shift },
      );
      const [time] = await madeSearch(moved).locate(1, 2);
      expect((time?.startFrame ?? Number.NaN) - 4).toBeLessThanOrEqual(34 + shift);
      expect((time?.endFrame ?? Number.NaN) + 4).toBeGreaterThanOrEqual(64 + shift);
      expect(time?.startFrame).toBeGreaterThanOrEqual(34 + shift - 12);
      expect(time?.endFrame).toBeLessThanOrEqual(64 + shift + 12);
    }
  });

  it("turn into a wide stretch and say so where the marks contradict each other", async () => {
    const crossed = CALL.map((each) => (each.text === " now" ? { ...each, from: 12 } : each));
    const [time] = await madeSearch(crossed).locate(1, 2);
    expect(time?.endFrame).toBeGreaterThan(time?.startFrame ?? Number.POSITIVE_INFINITY);
    expect(time?.startFrame).toBeLessThanOrEqual(34);
    expect((time?.endFrame ?? Number.NaN) + (time?.uncertaintyFrames ?? 0)).toBeGreaterThanOrEqual(64);
  });

  it("cost the two tokens at each boundary, in fewer than forty masks", async () => {
    const { locate, rows, asked } = madeSearch(CALL);
    await locate(1, 2);
    expect(asked.every(([start, end]) => end - start <= 2)).toBe(true);
    expect(rows.length).toBeLessThan(40);
  });

  it("look for a boundary that two runs of words share once", async () => {
    const tokens = tokensOf(CALL.map((each) => each.text));
    let asked = 0;
    const probe: Probe = async (start, end, rows) => {
      asked += 1;
      return rows.map((row) =>
        Float64Array.from(CALL.slice(start, end), (each) => ((each.from ?? 0) < row.to ? -0.05 : -8)),
      );
    };
    const transcript: Transcript = { tokens, words: wordsOf(tokens), doubts: [] };
    const search = { transcript, frames: FRAMES, ...SPEECH, probe };
    await locateWords({ ...search, ranges: [{ wordStart: 1, wordEnd: 2 }] });
    const alone = asked;
    asked = 0;
    await locateWords({
      ...search,
      ranges: [
        { wordStart: 0, wordEnd: 1 },
        { wordStart: 1, wordEnd: 2 },
      ],
    });
    expect(asked).toBe(alone);
  });

  it("are in the order of the words asked for, none for none", async () => {
    const { locate } = madeSearch(CALL);
    expect((await locate(1, 2))[0]).toMatchObject({ wordStart: 1, wordEnd: 2 });
    const transcript = { tokens: [], words: [], doubts: [] };
    expect(
      await locateWords({ transcript, frames: 1, ...SPEECH, ranges: [], probe: async () => [] }),
    ).toEqual([]);
  });
});
