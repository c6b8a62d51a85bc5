import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { LatencyRow } from "../../src/app/bench/latency.js";
import { demonstrationUtterances, manifestUtterances } from "../../src/app/bench/latency-utterances.js";
import { lengthPicture } from "../../src/app/bench/length-costs.js";
import { latencyLines, latencyPage } from "../../src/cli/terminal/latency-page.js";

const demonstration = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));
const madeSet = fileURLToPath(new URL("../made-set/manifest.jsonl", import.meta.url));

const STAGES = {
  recognise: 100,
  find: 2,
  align: 150,
  redact: 1,
  verify: 80,
  encode: 40,
  seal: 4,
  total: 333,
};

function row(changes: { wait: number; total: number; isDraftKept: boolean; seconds?: number }): LatencyRow {
  const stages = { ...STAGES, wait: 560, early: changes.isDraftKept ? 373 : 0, fromSpeechEnd: 570 };
  return { seconds: 3, stages, ...changes };
}

const rows = [
  row({ wait: 600, total: 604, isDraftKept: true }),
  row({ wait: 850, total: 1230, isDraftKept: false }),
  row({ wait: 700, total: 705, isDraftKept: true, seconds: 9 }),
];

describe("the lines of the latency", () => {
  const lines = latencyLines(rows);
  const of = (what: string) => lines.find((line) => line.what.includes(what));

  it("tell the wait and what comes after it apart, and clips of drafts from others", () => {
    expect(of("to sealed clip")).toMatchObject({ n: 3, p50: 705 });
    expect(of("the wait that decides")).toMatchObject({ n: 3, p50: 700 });
    expect(of("with a draft")).toMatchObject({ n: 2, p95: 5 });
    expect(of("without a draft")).toMatchObject({ n: 1, p50: 380 });
    expect(of("hidden in the wait")).toMatchObject({ n: 2, p50: 373 });
    expect(of("stages: verify")).toMatchObject({ n: 3, p50: 80 });
  });

  it("are printed for utterances up to 8 s, with what was dropped and what became of the drafts", () => {
    const drafts = { kept: 2, "called-off": 4, outdated: 1, skipped: 0 };
    const page = latencyPage({ rows, dropped: { "ended-too-early": 1 }, drafts, memoryMb: 340 }, []);
    expect(page).toContain("2 clips, 1 longer ones left out; no clip: 1 ended-too-early.");
    expect(page).toContain("2 kept, 4 called off since speech went on, 1 thrown away");
    expect(page).toContain("340 MB");
  });
});

describe("the utterances that the latency is measured with", () => {
  it("know where their wake word and their speech end", async () => {
    const [first] = await demonstrationUtterances(demonstration);
    expect(first?.wordEnd).toBe(1.12 * 16_000);
    expect((first?.speechEnd ?? 0) / 16_000).toBeCloseTo(4.18, 1);
  });

  it("are the rows of a manifest, each behind a wake word", async () => {
    const options = { manifest: madeSet, root: undefined, demonstration };
    const utterances = await manifestUtterances(options);
    expect(utterances.length).toBeGreaterThan(10);
    for (const { sound, wordEnd, speechEnd } of utterances) {
      expect(wordEnd).toBe(1.12 * 16_000);
      expect(speechEnd).toBeGreaterThan(wordEnd + 0.25 * 16_000);
      expect(speechEnd).toBeLessThanOrEqual(sound.length);
    }
  });
});

it("the picture of the cost by length leaves out lengths of which nothing came", () => {
  const cost = { recognise: 20, align: 30, verify: 10, encode: 10, total: 70, n: 6 };
  const svg = lengthPicture([
    { seconds: 1, ...cost, n: 0, total: Number.NaN },
    { seconds: 2, ...cost },
    { seconds: 3, ...cost, total: 100 },
  ]);
  expect(svg).toContain("total, ms");
  expect(svg).toContain(">2 s<");
  expect(svg).not.toContain("NaN");
});
