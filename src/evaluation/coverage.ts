import { PERSONAL_TYPES, type PersonalType } from "../domain/personal-type.js";
import type { RowTruth, TrueEntity } from "./manifest.js";
import type { RedactRow } from "./redact-report.js";

/** A true word edge may stick out of a cut by so much: word times are known to about this. */
export const SLACK_SECONDS = 0.06;

/** In seconds of the row. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What of a stretch must be overwritten, or left, for it to be gone or kept: SLACK_SECONDS at either edge do not count. */
export function withoutSlack({ start, end }: Stretch): Stretch {
  const middle = (start + end) / 2;
  const isShort = end - start <= 2 * SLACK_SECONDS;
  return isShort
    ? { start: middle, end: middle }
    : { start: start + SLACK_SECONDS, end: end - SLACK_SECONDS };
}

/** Whether a word is overwritten, SLACK_SECONDS at either edge forgiven. Cuts may touch or overlap. */
export function isCovered(word: Stretch, cuts: readonly Stretch[]): boolean {
  const inner = withoutSlack(word);
  let from = inner.start;
  const to = inner.end;
  for (const cut of [...cuts].sort((a, b) => a.start - b.start)) {
    if (cut.start > from) return false;
    if (cut.end >= to) return true;
    from = Math.max(from, cut.end);
  }
  return false;
}

/** The times of an entity's words, or its own time where its words are not told. */
export function wordsOfEntity(entity: TrueEntity, truth: RowTruth): readonly Stretch[] {
  const { word_start, word_end } = entity;
  if (truth.words && word_start !== undefined && word_end !== undefined) {
    return truth.words.slice(word_start, word_end).map(([, start, end]) => ({ start, end }));
  }
  return [{ start: entity.start, end: entity.end }];
}

/** Whether every word of an entity is overwritten. */
export function isEntityCovered(entity: TrueEntity, truth: RowTruth, cuts: readonly Stretch[]): boolean {
  return wordsOfEntity(entity, truth).every((word) => isCovered(word, cuts));
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
  /** Rows with personal data, those from which nothing leaked, and those of them that never left. */
  readonly leakFree: { readonly rows: number; readonly clean: number; readonly dropped: number };
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
  const leakFree = { rows: 0, clean: 0, dropped: 0 };
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
    if (entities.length > 0 && isDropped) leakFree.dropped++;
    let isClean = true;
    for (const entity of entities) {
      const counts = tally.get(entity.type);
      if (!counts) continue;
      const isCut = isEntityCovered(entity, truth, row.spans);
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
