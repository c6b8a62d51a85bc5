import { markdownTable, shareText } from "../../src/cli/terminal/percent.js";
import { poissonRate } from "../../src/evaluation/intervals.js";
import type { Heard } from "./hear.js";
import type { Measured } from "./judgement.js";
import type { Row } from "./rows.js";

export interface Judged extends Heard {
  readonly row: Row;
}

/** Cases, and how many of them the first look, or both, heard. */
interface Count {
  readonly cases: number;
  readonly looked: number;
  readonly woke: number;
}

export interface WordFigures {
  readonly word: string;
  readonly clean: Count;
  readonly noisy: Count;
  readonly near: Count;
  readonly talk: Count & { readonly hours: number };
}

export function figuresOf(word: string, judged: readonly Judged[]): WordFigures {
  const count = (kind: Row["kind"], condition: Row["condition"]) => {
    const mine = judged.filter(({ row }) => row.kind === kind && row.condition === condition);
    return {
      cases: mine.length,
      looked: mine.filter(({ looked }) => looked).length,
      woke: mine.filter(({ woke }) => woke).length,
      hours: mine.reduce((sum, { row }) => sum + row.clip.samples.length, 0) / 57_600_000,
    };
  };
  const [clean, noisy] = [count("word", "clean"), count("word", "noisy")];
  return { word, clean, noisy, near: count("near", "clean"), talk: count("talk", "clean") };
}

export function measuredOf({ clean, noisy, near, talk }: WordFigures): Measured {
  const share = (part: number, of: number) => (of === 0 ? 0 : part / of);
  return {
    missed: share(clean.cases - clean.woke, clean.cases),
    missedInNoise: share(noisy.cases - noisy.woke, noisy.cases),
    plausible: clean.looked === 0 ? 1 : clean.woke / clean.looked,
    wakesAnHourAtLeast: talk.hours === 0 ? 0 : poissonRate(talk.woke, talk.hours).low,
    nearWoke: share(near.woke, near.cases),
  };
}

/** A table with a line for each word. */
export function figuresTable(figures: readonly WordFigures[]): string {
  const missed = ({ cases, looked, woke }: Count) => [
    shareText(cases - looked, cases),
    shareText(cases - woke, cases),
  ];
  const rate = (count: number, hours: number) => {
    if (hours === 0) return "-";
    const { value, low, high } = poissonRate(count, hours);
    return `${value.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
  };
  const lines = figures.map(({ word, clean, noisy, near, talk }) => [
    word,
    ...missed(clean),
    ...missed(noisy),
    near.cases === 0 ? "-" : `${near.looked} of ${near.cases}`,
    near.cases === 0 ? "-" : `${near.woke} of ${near.cases}`,
    rate(talk.looked, talk.hours),
    rate(talk.woke, talk.hours),
  ]);
  return markdownTable(
    [
      "word",
      "missed, first look",
      "both looks",
      "missed at 10 dB, first look",
      "both looks",
      "near misses looked at",
      "woken by",
      "first looks an hour of speech",
      "wakes an hour",
    ],
    lines,
  );
}
