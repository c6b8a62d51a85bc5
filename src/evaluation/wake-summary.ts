import type { RowTruth } from "./manifest.js";
import type { ReplayRow } from "./replay-report.js";

const WAKE_LABEL = "wake:";

/** The wake word that a row's label says is in it, or undefined. */
function spokenWord(truth: RowTruth): string | undefined {
  return truth.label?.startsWith(WAKE_LABEL)
    ? truth.label.slice(WAKE_LABEL.length).replace(/^hey_/, "")
    : undefined;
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
    const spoken = spokenWord(truths[index] ?? {});
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
