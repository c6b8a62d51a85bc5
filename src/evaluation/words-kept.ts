import { type Stretch, withoutSlack } from "./coverage.js";
import type { RowTruth } from "./manifest.js";

/** A cut is padded, and a word this close to what had to go may go with it. */
export const NEAR_SECONDS = 0.35;

export interface OtherWord extends Stretch {
  readonly text: string;
  /** Whether it stands within NEAR_SECONDS of a true entity. */
  readonly isNear: boolean;
  readonly isKept: boolean;
}

function distance(a: Stretch, b: Stretch): number {
  return Math.max(0, a.start - b.end, b.start - a.end);
}

function overlaps(a: Stretch, b: Stretch): boolean {
  return a.start === a.end ? b.start < a.start && a.start < b.end : a.start < b.end && b.start < a.end;
}

/**
 * The words of a row that belong to no entity. A word is kept when none of its samples is overwritten, SLACK_SECONDS at
 * either edge forgiven; how near it stands is measured to the true entities, not to what was cut, so that a cut in the
 * wrong place excuses nothing. None for a row whose words have no times.
 */
export function otherWords(truth: RowTruth, cuts: readonly Stretch[]): readonly OtherWord[] {
  const entities = truth.entities ?? [];
  return (truth.words ?? []).flatMap(([text, start, end], index): OtherWord[] => {
    const word = { start, end };
    const inner = withoutSlack(word);
    const isPersonal = entities.some(({ word_start, word_end, ...entity }) =>
      word_start === undefined || word_end === undefined
        ? overlaps(inner, entity)
        : index >= word_start && index < word_end,
    );
    if (isPersonal) return [];
    return [
      {
        ...word,
        text,
        isNear: entities.some((entity) => distance(word, entity) <= NEAR_SECONDS),
        isKept: !cuts.some((cut) => overlaps(inner, cut)),
      },
    ];
  });
}

/** Whether something was said besides the personal data and what stands right beside it. */
export function saysMore(truth: RowTruth): boolean {
  if ((truth.entities ?? []).length === 0) return true;
  return otherWords(truth, []).some(({ isNear }) => !isNear);
}
