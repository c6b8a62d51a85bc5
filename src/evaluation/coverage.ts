import { PERSONAL_TYPES, type PersonalType } from "../domain/personal-type.js";
import type { RowTruth, TrueEntity } from "./manifest.js";
import type { RedactRow } from "./redact-report.js";

/** A true word edge may stick out of a cut by so much: word times are known to about this. */
export const SLACK_SECONDS = 0.06;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Whether a word is overwritten, SLACK_SECONDS at either edge forgiven. Cuts may touch or overlap. */
export function isCovered(word: Stretch, cuts: readonly Stretch[]): boolean {
  const isShort = word.end - word.start <= 2 * SLACK_SECONDS;
  const middle = (word.start + word.end) / 2;
  let from = isShort ? middle : word.start + SLACK_SECONDS;
  const to = isShort ? middle : word.end - SLACK_SECONDS;
  for (const cut of [...cuts].sort((a, b) => a.start - b.start)) {
    if (cut.start > from) return false;
    if (cut.end >= to) return true;
    from = Math.max(from, cut.end);
  }
  return false;
}

function wordsOf(entity: TrueEntity, truth: RowTruth): Stretch[] {
  const { word_start, word_end } = entity;
  if (truth.words && word_start !== undefined && word_end !== undefined) {
    return truth.words.slice(word_start, word_end).map(([, start, end]) => ({ start, end }));
  }
  return [{ start: entity.start, end: entity.end }];
}

export interface TypeCoverage {
  readonly type: PersonalType;
  readonly entities: number;
  /** Entities of clips that left, and those of them with every word overwritten. */
  readonly forwarded: number;
  readonly coveredForwarded: number;
  /** Covered, or in a clip that never left. */
  readonly covered: number;
}

export interface RedactSummary {
  readonly types: readonly TypeCoverage[];
  readonly harmless: { readonly rows: number; readonly whole: number; readonly dropped: number };
  readonly rows: number;
  readonly dropped: number;
  /** Rows with personal data from which nothing leaked. */
  readonly leakFree: { readonly rows: number; readonly clean: number };
}

/**
 * Compares what was overwritten with what is true. An entity is covered when every sample of every one of its
 * words' true interval is overwritten, SLACK_SECONDS at either edge forgiven.
 */
export function summariseCoverage(truths: readonly RowTruth[], rows: readonly RedactRow[]): RedactSummary {
  const tally = new Map(
    PERSONAL_TYPES.map((type) => [type, { entities: 0, forwarded: 0, coveredForwarded: 0, covered: 0 }]),
  );
  const harmless = { rows: 0, whole: 0, dropped: 0 };
  const leakFree = { rows: 0, clean: 0 };
  let dropped = 0;
  for (const [index, row] of rows.entries()) {
    const truth = truths[index];
    if (!truth) continue;
    const isDropped = row.decision === "drop";
    if (isDropped) dropped++;
    if (truth.pii === false) {
      harmless.rows++;
      if (isDropped) harmless.dropped++;
      else if (row.spans.length === 0) harmless.whole++;
    }
    const entities = truth.entities ?? [];
    if (entities.length > 0) leakFree.rows++;
    let isClean = true;
    for (const entity of entities) {
      const counts = tally.get(entity.type);
      if (!counts) continue;
      const isCut = wordsOf(entity, truth).every((word) => isCovered(word, row.spans));
      counts.entities++;
      if (!isDropped) counts.forwarded++;
      if (!isDropped && isCut) counts.coveredForwarded++;
      if (isDropped || isCut) counts.covered++;
      else isClean = false;
    }
    if (entities.length > 0 && isClean) leakFree.clean++;
  }
  const types = [...tally].map(([type, counts]) => ({ type, ...counts })).filter((t) => t.entities > 0);
  return { types, harmless, rows: rows.length, dropped, leakFree };
}
