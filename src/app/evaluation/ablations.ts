import type { Mode } from "../../domain/mode.js";
import type { FindingSource } from "../../domain/personal-type.js";
import { type RedactSummary, summariseCoverage } from "../../evaluation/coverage.js";
import { type Senses, wireGate, wireWitness } from "../wire.js";
import { type Case, type EvaluationPlan, evaluateRows, isPersonal } from "./evaluate-rows.js";

/** The witnesses that can be heard alone; `strict` and `verify` are what the way itself does. */
const WITNESSES: readonly FindingSource[] = ["grammar", "gazetteer", "doubt", "tagger", "spotter"];

export interface Ablation {
  readonly witness: FindingSource | "all";
  readonly coverage: RedactSummary;
}

export interface AblationOptions {
  /** Of clean sound; its gate is not used. Only cases with entities are walked. */
  readonly plan: EvaluationPlan;
  readonly senses: Senses;
  readonly mode: Mode;
  readonly onRow: () => void;
}

/** How many rows `ablate` walks, for a progress bar. */
export function ablationRows(cases: readonly Case[]): number {
  return (WITNESSES.length + 1) * cases.filter(isPersonal).length;
}

/** The whole way with each witness alone, the second look included, and with all: clean sound only. */
export async function ablate({ plan, senses, mode, onRow }: AblationOptions): Promise<readonly Ablation[]> {
  const out: Ablation[] = [];
  const cases = plan.cases.filter(isPersonal);
  for (const witness of [...WITNESSES, "all"] as const) {
    const gate = witness === "all" ? wireGate(senses, mode) : wireWitness(senses, mode, witness);
    const { truths, rows } = await evaluateRows(
      { ...plan, cases, gate, conditions: [{ kind: "clean" }] },
      onRow,
    );
    out.push({ witness, coverage: summariseCoverage(truths, rows[0] ?? []) });
  }
  return out;
}
