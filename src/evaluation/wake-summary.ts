import type { RowTruth } from "./manifest.js";
import type { ReplayRow } from "./replay-report.js";

const WAKE_LABEL = "wake:";

/** Which of the words a row's label says is in it, or undefined. In a label a space is written as `_`. */
function spokenWord(truth: RowTruth, words: readonly string[]): string | undefined {
  if (!truth.label?.startsWith(WAKE_LABEL)) return undefined;
  const said = truth.label.slice(WAKE_LABEL.length).replaceAll("_", " ");
  // "hey" before a word is no part of it, unless it was enrolled so.
  return [said, said.replace(/^hey /, "")].find((word) => words.includes(word));
}

/** Every word that a report speaks of, after those that are always counted. */
export function wordsFound(rows: readonly ReplayRow[], always: readonly string[]): readonly string[] {
  const heard = rows.flatMap(({ looks, wakes }) => [...looks, ...wakes].map(({ word }) => word));
  return [...new Set([...always, ...heard.sort()])];
}

export interface WordMisses {
  readonly word: string;
  readonly spoken: number;
  /** Rows in which the first look, or both looks, heard it. */
  readonly looked: number;
  readonly woke: number;
}

export interface FalseAccept {
  readonly path: string;
  readonly word: string;
  readonly at: number;
  readonly score: number;
}

export interface WakeSummary {
  readonly words: readonly WordMisses[];
  /** In rows that hold no wake word of ours. */
  readonly hours: number;
  readonly falseLooks: number;
  readonly falseAccepts: readonly FalseAccept[];
  /** Clips made by rows without a wake word, false accepts' own included. */
  readonly clipsWithoutWord: number;
}

/** Compares wakes with labels. A row labelled with one of `words` should wake once with it; every other wake is false. */
export function summariseWakes(
  truths: readonly RowTruth[],
  rows: readonly ReplayRow[],
  words: readonly string[],
): WakeSummary {
  const tally = new Map(words.map((word) => [word, { spoken: 0, looked: 0, woke: 0 }]));
  const falseAccepts: FalseAccept[] = [];
  let hours = 0;
  let falseLooks = 0;
  let clipsWithoutWord = 0;
  for (const [index, row] of rows.entries()) {
    const spoken = spokenWord(truths[index] ?? {}, words);
    const counts = spoken === undefined ? undefined : tally.get(spoken);
    if (counts) {
      counts.spoken++;
      if (row.looks.some((l) => l.word === spoken)) counts.looked++;
      if (row.wakes.some((w) => w.word === spoken)) counts.woke++;
      falseAccepts.push(...row.wakes.filter((w) => w.word !== spoken).map((w) => ({ path: row.path, ...w })));
      continue;
    }
    hours += row.duration / 3600;
    falseLooks += row.looks.length;
    clipsWithoutWord += row.clips.length;
    falseAccepts.push(...row.wakes.map((w) => ({ path: row.path, ...w })));
  }
  return {
    words: [...tally].map(([word, counts]) => ({ word, ...counts })),
    hours,
    falseLooks,
    falseAccepts,
    clipsWithoutWord,
  };
}
