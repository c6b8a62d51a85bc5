import { join } from "node:path";
import { SoundFileReader } from "../../capture/edge/sound-file.js";
import { RawAudio } from "../../capture/raw-audio.js";
import { SottoError } from "../../domain/errors.js";
import type { ManifestRow, RowTruth } from "../../evaluation/manifest.js";
import type { Noise } from "../../evaluation/noise/noise-piece.js";
import { type Condition, heardUnder } from "../../evaluation/noise/row-noise.js";
import type { RedactRow } from "../../evaluation/redact-report.js";
import { markWholeUtterance, wholeUtteranceType } from "../../evaluation/whole-utterance.js";
import { type LoneGate, type RowResult, readRow, redactSound, rowOfError } from "../redact-row.js";

/** One row to evaluate. */
export interface Case {
  /** Its place in the manifest, which also chooses its noise. */
  readonly index: number;
  readonly row: ManifestRow;
  readonly truth: RowTruth;
}

/** Whether something of the row must go. */
export function isPersonal({ truth }: Case): boolean {
  return (truth.entities ?? []).length > 0 || wholeUtteranceType(truth) !== undefined;
}

export interface EvaluationPlan {
  readonly cases: readonly Case[];
  readonly root: string;
  readonly conditions: readonly Condition[];
  readonly noises: readonly Noise[];
  readonly seed: number;
  readonly gate: LoneGate;
  /** Rows at a time. */
  readonly jobs: number;
}

/** One case under one condition. */
export interface CaseResult extends RowResult {
  readonly case: Case;
  readonly condition: Condition;
  /** What the gate was given. */
  readonly heard: Float32Array;
}

export interface EvaluatedRows {
  /** In the order of the cases, with the entity of whole utterances. */
  readonly truths: readonly RowTruth[];
  /** For each condition, in the order of the cases. */
  readonly rows: readonly (readonly RedactRow[])[];
}

/**
 * Walks every case through the way that `sotto redact` goes, once for each condition. Sound is held for the rows at work
 * only.
 * @param observe is told of each result while its sound is there, and is waited for
 */
export async function evaluateRows(
  plan: EvaluationPlan,
  observe: (result: CaseResult) => void | Promise<void>,
): Promise<EvaluatedRows> {
  const reader = new SoundFileReader();
  const truths = plan.cases.map(({ truth }) => truth);
  const rows = plan.conditions.map((): RedactRow[] => []);
  await inPool(plan.cases.length, plan.jobs, async (at) => {
    const it = plan.cases[at];
    if (!it) return;
    const clean = await cleanSound(it, plan.root, reader);
    truths[at] = clean instanceof Float32Array ? withWhole(it.truth, clean) : it.truth;
    for (const [c, condition] of plan.conditions.entries()) {
      const result = await evaluateCase(it, condition, clean, plan);
      (rows[c] ?? [])[at] = result.row;
      await observe(result);
    }
  });
  return { truths, rows };
}

async function cleanSound(
  { row }: Case,
  root: string,
  reader: SoundFileReader,
): Promise<Float32Array | SottoError> {
  try {
    return (await readRow(row, join(root, row.path), reader)).samples;
  } catch (error) {
    if (error instanceof SottoError) return error;
    throw error;
  }
}

function withWhole(truth: RowTruth, clean: Float32Array): RowTruth {
  const type = wholeUtteranceType(truth);
  return type ? markWholeUtterance(truth, type, clean) : truth;
}

async function evaluateCase(
  it: Case,
  condition: Condition,
  clean: Float32Array | SottoError,
  { noises, seed, gate }: EvaluationPlan,
): Promise<CaseResult> {
  const place = { row: it.index, path: it.row.path, transcript: "shown" } as const;
  if (clean instanceof SottoError) {
    const row = rowOfError(place, clean);
    return { case: it, condition, heard: new Float32Array(), row, left: undefined };
  }
  const heard = heardUnder(condition, clean, { noises, seed, row: it.index });
  // The way erases what it is given.
  const result = await redactSound(RawAudio.of(heard.slice()), place, gate);
  return { case: it, condition, heard, ...result };
}

/** Calls `work` with 0 to `count - 1`, at most `jobs` at a time. */
async function inPool(count: number, jobs: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < count; at = next++) await work(at);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, Math.max(1, count)) }, worker));
}
