import type { Mode } from "../../domain/mode.js";
import { writeFlac } from "../../encode/edge/flac.js";
import { type ConditionSummary, summariseCondition } from "../../evaluation/condition-summary.js";
import { envelope } from "../../evaluation/envelope.js";
import type { RowTruth } from "../../evaluation/manifest.js";
import { type Condition, conditionName } from "../../evaluation/noise/row-noise.js";
import {
  type OutsideSummary,
  type Overheard,
  summariseOutside,
} from "../../evaluation/outside/outside-summary.js";
import { type Senses, wireGate } from "../wire.js";
import { type Ablation, ablate } from "./ablations.js";
import {
  type CaseResult,
  type EvaluatedRows,
  type EvaluationPlan,
  evaluateRows,
  isPersonal,
} from "./evaluate-rows.js";
import { OutsideEar } from "./outside-ear.js";
import type { ReportFolder } from "./report-folder.js";

/** Points of a waveform in the report's pictures. */
const COLUMNS = 300;

export interface EvaluationOptions {
  readonly plan: Omit<EvaluationPlan, "gate">;
  readonly senses: Senses;
  readonly mode: Exclude<Mode, "local">;
  /** Whether Whisper hears what left; in text mode what left is read instead. */
  readonly outside: boolean;
  readonly ablations: boolean;
  /** Where the redacted sound goes. */
  readonly out: ReportFolder | undefined;
  readonly onRow: () => void;
}

export interface EvaluatedCondition {
  readonly summary: ConditionSummary;
  readonly outside: OutsideSummary | undefined;
  /** By place among the cases. */
  readonly overheard: ReadonlyMap<number, Overheard>;
  readonly envelopes: ReadonlyMap<number, Float32Array>;
}

export interface Evaluation {
  readonly mode: EvaluationOptions["mode"];
  readonly plan: EvaluationOptions["plan"];
  readonly truths: readonly RowTruth[];
  readonly conditions: readonly EvaluatedCondition[];
  readonly ablations: readonly Ablation[] | undefined;
}

/** Folder of a condition, relative to the report's. */
export function folderName(condition: string): string {
  return condition.replace(" ", "-");
}

/** Names the redacted sound of a row, relative to the report's folder. */
export function soundName(condition: string, row: number): string {
  return `${folderName(condition)}/${String(row).padStart(5, "0")}.flac`;
}

/** Everything that `sotto eval` measures. @throws SottoError as evaluateRows, OutsideEar and ReportFolder do */
export async function evaluate(options: EvaluationOptions): Promise<Evaluation> {
  const { plan, senses, mode } = options;
  const ear = options.outside && mode !== "text" ? new OutsideEar() : undefined;
  const places = new Map(plan.cases.map((each, at) => [each.index, at]));
  const gathered = new Map(plan.conditions.map((condition) => [condition, new Gathered()]));
  const observe = async (result: CaseResult) => {
    const at = places.get(result.case.index) ?? 0;
    const into = gathered.get(result.condition);
    into?.envelopes.set(at, envelope(result.heard, COLUMNS));
    if (result.left instanceof Float32Array) {
      options.out?.write(
        soundName(conditionName(result.condition), result.case.index),
        writeFlac(result.left),
      );
    }
    if (isPersonal(result.case) && (ear || mode === "text")) {
      into?.overheard.set(at, { at, ...(await overhear(result, ear)) });
    }
    options.onRow();
  };
  try {
    const rows = await evaluateRows({ ...plan, gate: wireGate(senses, mode) }, observe);
    const conditions = plan.conditions.map((condition, c) =>
      evaluated(condition, gathered.get(condition) ?? new Gathered(), { ...rows, seed: plan.seed, c }),
    );
    const ablations = options.ablations
      ? await ablate({ plan: { ...plan, gate: wireGate(senses, mode) }, senses, mode, onRow: options.onRow })
      : undefined;
    return { mode, plan, truths: rows.truths, conditions, ablations };
  } finally {
    ear?.close();
  }
}

/** What is kept of each row of a condition besides its line of the report. */
class Gathered {
  readonly overheard = new Map<number, Overheard>();
  readonly envelopes = new Map<number, Float32Array>();
}

async function overhear(
  { heard, left, row }: CaseResult,
  ear: OutsideEar | undefined,
): Promise<Omit<Overheard, "at">> {
  if (!ear) return { left: typeof left === "string" ? left : undefined, before: row.transcript ?? "" };
  if (!(left instanceof Float32Array)) return { left: undefined, before: "" };
  return { left: await ear.hear(left), before: await ear.hear(heard) };
}

function evaluated(
  condition: Condition,
  { overheard, envelopes }: Gathered,
  { truths, rows, seed, c }: EvaluatedRows & { readonly seed: number; readonly c: number },
): EvaluatedCondition {
  return {
    summary: summariseCondition(conditionName(condition), truths, rows[c] ?? []),
    outside: overheard.size > 0 ? summariseOutside(truths, [...overheard.values()], seed) : undefined,
    overheard,
    envelopes,
  };
}
