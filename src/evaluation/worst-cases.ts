import { isEntityCovered } from "./coverage.js";
import { dropKind } from "./drop-summary.js";
import type { RowTruth, TrueEntity } from "./manifest.js";
import type { RedactRow } from "./redact-report.js";
import { type OtherWord, otherWords } from "./words-kept.js";

/** What went wrong with a clip, the gravest first. */
export const FAULTS = ["leak", "overheard", "harmless-cut", "words-lost", "dropped"] as const;
export type Fault = (typeof FAULTS)[number];

export interface JudgedCase {
  /** Place among the cases. */
  readonly at: number;
  readonly fault: Fault;
  /** How much: seconds leaked, or words lost. */
  readonly weight: number;
  readonly leaked: readonly TrueEntity[];
  readonly words: readonly OtherWord[];
}

export interface CaseFacts {
  readonly at: number;
  readonly truth: RowTruth;
  readonly row: RedactRow;
  /** Whether a listener outside still hears one of its entities. */
  readonly isOverheard: boolean;
}

/** The gravest fault of a clip; undefined for one that is as it should be. */
export function judgeCase({ at, truth, row, isOverheard }: CaseFacts): JudgedCase | undefined {
  const entities = truth.entities ?? [];
  const words = otherWords(truth, row.spans);
  const isDropped = row.decision === "drop";
  const leaked = isDropped ? [] : entities.filter((entity) => !isEntityCovered(entity, truth, row.spans));
  const fault = (name: Fault, weight: number): JudgedCase => ({ at, fault: name, weight, leaked, words });
  if (leaked.length > 0) {
    return fault(
      "leak",
      leaked.reduce((sum, { start, end }) => sum + end - start, 0),
    );
  }
  if (isOverheard) return fault("overheard", entities.length);
  if (isDropped) {
    return dropKind(row.reason ?? "", truth) === "only-data" ? undefined : fault("dropped", words.length);
  }
  const lost = words.filter(({ isNear, isKept }) => !isNear && !isKept).length;
  if (truth.pii === false && row.spans.length > 0) return fault("harmless-cut", Math.max(1, lost));
  return lost > 0 ? fault("words-lost", lost) : undefined;
}

/** Clips with a fault, the worst first. */
export function worstCases(facts: readonly CaseFacts[]): readonly JudgedCase[] {
  const rank = ({ fault }: JudgedCase) => FAULTS.indexOf(fault);
  return facts
    .flatMap((each) => judgeCase(each) ?? [])
    .sort((a, b) => rank(a) - rank(b) || b.weight - a.weight || a.at - b.at);
}
