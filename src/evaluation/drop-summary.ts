import type { RowTruth } from "./manifest.js";
import type { RedactRow } from "./redact-report.js";
import { saysMore } from "./words-kept.js";

/**
 * Why a clip did not leave, as a person asks: nothing was said besides the data; all was cut though more was said; the
 * transcript or the second look was not to be trusted; a stage or the file failed.
 */
export type DropKind = "only-data" | "all-cut" | "doubt" | "failure";
export const DROP_KINDS: readonly DropKind[] = ["only-data", "all-cut", "doubt", "failure"];

export function dropKind(reason: string, truth: RowTruth): DropKind {
  if (reason === "nothing-left") return saysMore(truth) ? "all-cut" : "only-data";
  // Codes of errors are in capitals.
  const isFailure = reason.endsWith("-failed") || reason === reason.toUpperCase();
  return isFailure ? "failure" : "doubt";
}

export interface DropCount {
  readonly kind: DropKind;
  /** As the report has it. */
  readonly reason: string;
  readonly rows: number;
}

/** Dropped rows by kind and reason, in the order of the kinds. */
export function countDrops(truths: readonly RowTruth[], rows: readonly RedactRow[]): readonly DropCount[] {
  const counts = new Map<string, DropCount>();
  for (const [index, { decision, reason }] of rows.entries()) {
    const truth = truths[index];
    if (decision !== "drop" || reason === null || truth === undefined) continue;
    const kind = dropKind(reason, truth);
    const key = `${kind} ${reason}`;
    counts.set(key, { kind, reason, rows: (counts.get(key)?.rows ?? 0) + 1 });
  }
  const order = ({ kind }: DropCount) => DROP_KINDS.indexOf(kind);
  return [...counts.values()].sort((a, b) => order(a) - order(b) || b.rows - a.rows);
}
