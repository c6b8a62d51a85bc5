import { isEntityCovered } from "../../../evaluation/coverage.js";
import { type Fault, type JudgedCase, worstCases } from "../../../evaluation/worst-cases.js";
import { type Evaluation, soundName } from "../evaluate.js";
import type { PicturedClip } from "./clip-picture.js";

/** Pictures of one condition; what is beyond is counted. */
const MOST_PICTURES = 40;

/** A clip that did not come out as it should have. */
export interface ReportCase {
  /** Place in the manifest. */
  readonly row: number;
  readonly fault: Fault;
  readonly told: string;
  readonly picture: PicturedClip;
  readonly heard: string | undefined;
  /** What Whisper wrote down of the clip that left, where it was asked. */
  readonly overheard: string | undefined;
  /** Redacted sound, relative to the report's folder; undefined where nothing left. */
  readonly sound: string | undefined;
}

export interface ConditionCases {
  readonly condition: string;
  readonly cases: readonly ReportCase[];
  /** Faulty clips that are not shown. */
  readonly more: number;
}

const TOLD: Readonly<Record<Fault, string>> = {
  leak: "personal data left",
  overheard: "covered, yet the outside ear finds it",
  "harmless-cut": "harmless, yet cut",
  "words-lost": "words far from the data are gone",
  dropped: "dropped whole",
};

/** The clips to look at, the worst first. */
export function reportCases(evaluation: Evaluation): readonly ConditionCases[] {
  const { truths, conditions } = evaluation;
  return conditions.map(({ summary, outside }, c) => {
    const overheard = new Set((outside?.heard ?? []).filter(({ isHeard }) => isHeard).map(({ at }) => at));
    const faulty = worstCases(
      summary.rows.flatMap((row, at) => {
        const truth = truths[at];
        return truth ? [{ at, truth, row, isOverheard: overheard.has(at) }] : [];
      }),
    );
    const shown = faulty.slice(0, MOST_PICTURES).flatMap((judged) => caseOf(evaluation, c, judged) ?? []);
    return { condition: summary.name, cases: shown, more: faulty.length - shown.length };
  });
}

function caseOf(
  { truths, conditions }: Evaluation,
  c: number,
  { at, fault, words }: JudgedCase,
): ReportCase | undefined {
  const condition = conditions[c];
  const truth = truths[at];
  const row = condition?.summary.rows[at];
  if (!condition || !truth || !row) return undefined;
  const isDropped = row.decision === "drop";
  return {
    row: row.row,
    fault,
    told: isDropped ? `${TOLD[fault]}: ${row.reason}` : TOLD[fault],
    picture: {
      seconds: row.duration,
      envelope: condition.envelopes.get(at) ?? new Float32Array(),
      words: truth.words ?? [],
      entities: (truth.entities ?? []).map((entity) => ({
        ...entity,
        isCovered: isDropped || isEntityCovered(entity, truth, row.spans),
      })),
      cuts: row.spans,
      others: isDropped ? [] : words,
    },
    heard: row.transcript,
    overheard: condition.overheard.get(at)?.left,
    sound: isDropped ? undefined : soundName(condition.summary.name, row.row),
  };
}
