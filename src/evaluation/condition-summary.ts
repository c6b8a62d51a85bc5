import { type RedactSummary, summariseCoverage } from "./coverage.js";
import { countDrops, type DropCount } from "./drop-summary.js";
import type { Share } from "./intervals.js";
import type { RowTruth } from "./manifest.js";
import type { RedactRow } from "./redact-report.js";
import { otherWords } from "./words-kept.js";

/** Words of rows with entities that belong to none. */
export interface WordCounts {
  /** In clips that left with cuts: farther than NEAR_SECONDS from every entity. */
  readonly far: Share;
  /** The same within NEAR_SECONDS, where padding may take them. */
  readonly near: Share;
  /** The far ones with those of dropped clips, which are all lost. */
  readonly farWithDropped: Share;
}

export interface ConditionSummary {
  /** "clean", "10 dB". */
  readonly name: string;
  readonly coverage: RedactSummary;
  readonly words: WordCounts;
  readonly drops: readonly DropCount[];
  readonly rows: readonly RedactRow[];
}

/** @param rows as long as `truths`, in the same order */
export function summariseCondition(
  name: string,
  truths: readonly RowTruth[],
  rows: readonly RedactRow[],
): ConditionSummary {
  return {
    name,
    coverage: summariseCoverage(truths, rows),
    words: countWords(truths, rows),
    drops: countDrops(truths, rows),
    rows,
  };
}

function countWords(truths: readonly RowTruth[], rows: readonly RedactRow[]): WordCounts {
  const far = { hits: 0, n: 0 };
  const near = { hits: 0, n: 0 };
  let lost = 0;
  for (const [index, row] of rows.entries()) {
    const truth = truths[index];
    if (!truth || (truth.entities ?? []).length === 0) continue;
    const words = otherWords(truth, row.spans);
    if (row.decision === "drop") lost += words.filter(({ isNear }) => !isNear).length;
    else if (row.spans.length > 0) {
      for (const { isNear, isKept } of words) {
        const count = isNear ? near : far;
        count.n++;
        if (isKept) count.hits++;
      }
    }
  }
  return { far, near, farWithDropped: { hits: far.hits, n: far.n + lost } };
}
