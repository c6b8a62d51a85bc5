import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { percentile } from "../../src/evaluation/intervals.js";
import type { RowSet } from "./feature-sets.js";
import { SPEECH_LABEL } from "./features.js";
import { ROW_PAD } from "./row-stream.js";
import { spansOf, speechMask } from "./speech-mask.js";

export interface SpeechFigures {
  readonly positives: number;
  readonly negatives: number;
  readonly areaUnderCurve: number;
  /** Share of the hops with speech that are heard, and of those without that are taken for it. */
  readonly recall: number;
  readonly falsePositives: number;
  /** Where speech is last heard minus where it ends, in seconds, over all recordings with speech. */
  readonly endError: {
    readonly p5: number;
    readonly p50: number;
    readonly p95: number;
    readonly count: number;
  };
}

export interface ScoredRows {
  readonly set: RowSet;
  /** Of the speech head, hop by hop. */
  readonly scores: Float32Array;
}

export function speechFigures(rows: readonly ScoredRows[], threshold: number): SpeechFigures {
  const positives: number[] = [];
  const negatives: number[] = [];
  const errors: number[] = [];
  for (const { set, scores } of rows) {
    const { features } = set;
    for (let hop = 0; hop < features.hops; hop++) {
      const label = features.labels[hop * features.width + SPEECH_LABEL] ?? -1;
      const score = scores[hop] ?? 0;
      if (label >= 0 && score > 0) (label === 1 ? positives : negatives).push(score);
    }
    set.clips.forEach((clip, row) => {
      const error = clip.kind === "noise" ? undefined : endError({ set, scores }, row, threshold);
      if (error !== undefined) errors.push(error);
    });
  }
  const over = (list: readonly number[]) =>
    list.filter((score) => score >= threshold).length / Math.max(1, list.length);
  return {
    positives: positives.length,
    negatives: negatives.length,
    areaUnderCurve: areaUnderCurve(positives, negatives),
    recall: over(positives),
    falsePositives: over(negatives),
    endError: {
      p5: percentile(errors, 0.05),
      p50: percentile(errors, 0.5),
      p95: percentile(errors, 0.95),
      count: errors.length,
    },
  };
}

function endError({ set, scores }: ScoredRows, row: number, threshold: number): number | undefined {
  const clip = set.clips[row];
  const end = clip === undefined ? undefined : spansOf(speechMask(clip.samples)).at(-1)?.end;
  if (end === undefined) return undefined;
  const first = set.features.starts[row] ?? 0;
  let last = -1;
  for (let hop = first; hop < (set.features.starts[row + 1] ?? 0); hop++) {
    if ((scores[hop] ?? 0) >= threshold) last = hop;
  }
  return last < 0 ? undefined : ((last + 1 - first) * HOP_SAMPLES - ROW_PAD - end) / SAMPLE_RATE_HZ;
}

function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((score) => ({ score, positive: 1 })),
    ...negatives.map((score) => ({ score, positive: 0 })),
  ];
  all.sort((a, b) => a.score - b.score);
  let below = 0;
  let pairs = 0;
  for (const { positive } of all) {
    if (positive === 1) pairs += below;
    else below++;
  }
  return pairs / Math.max(1, positives.length * negatives.length);
}
