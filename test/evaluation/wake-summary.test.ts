import { describe, expect, it } from "vitest";
import type { ReplayRow } from "../../src/evaluation/replay-report.js";
import { summariseWakes, wordsFound } from "../../src/evaluation/wake-summary.js";

function row(wakes: readonly string[], looks: readonly string[], clips = 0): ReplayRow {
  const at = (word: string) => ({ word, at: 1, score: 0.9 });
  return {
    row: 0,
    path: "a.flac",
    duration: 1800,
    wakes: wakes.map(at),
    looks: looks.map(at),
    clips: Array.from({ length: clips }, () => ({ start: 0, end: 1 })),
    spotter: 0,
    hopMs: { p50: 0, p99: 0 },
  };
}

describe("summariseWakes", () => {
  it("counts misses at each look", () => {
    const truths = [{ label: "wake:alexa" }, { label: "wake:alexa" }, { label: "wake:alexa" }];
    const rows = [row(["alexa"], ["alexa"]), row([], ["alexa"]), row([], [])];
    expect(summariseWakes(truths, rows, ["alexa"]).words).toEqual([
      { word: "alexa", spoken: 3, looked: 2, woke: 1 },
    ]);
  });

  it("calls every wake without its word false, also in a row with another word", () => {
    const truths = [{ label: "wake:snowboy" }, { label: "wake:hey_jarvis" }, { label: null }];
    const rows = [row(["alexa"], ["alexa", "jarvis"], 1), row(["jarvis", "alexa"], ["jarvis"]), row([], [])];
    const summary = summariseWakes(truths, rows, ["alexa", "jarvis"]);
    expect(summary.falseAccepts.map((f) => f.word)).toEqual(["alexa", "alexa"]);
    expect(summary).toMatchObject({ hours: 1, falseLooks: 2, clipsWithoutWord: 1 });
    expect(summary.words[1]).toMatchObject({ word: "jarvis", spoken: 1, woke: 1 });
  });

  it("counts enrolled words that a report speaks of, with and without hey", () => {
    const truths = [
      { label: "wake:hey_lighthouse" },
      { label: "wake:hey_windmill" },
      { label: "wake:alexa" },
    ];
    const rows = [row(["hey lighthouse"], ["hey lighthouse"]), row([], ["windmill"]), row([], [])];
    const words = wordsFound(rows, ["alexa"]);
    expect(words).toEqual(["alexa", "hey lighthouse", "windmill"]);
    const summary = summariseWakes(truths, rows, words);
    expect(summary.words).toEqual([
      { word: "alexa", spoken: 1, looked: 0, woke: 0 },
      { word: "hey lighthouse", spoken: 1, looked: 1, woke: 1 },
      { word: "windmill", spoken: 1, looked: 1, woke: 0 },
    ]);
    expect(summary).toMatchObject({ hours: 0, falseAccepts: [] });
  });
});
