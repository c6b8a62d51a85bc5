import type { LatencyReport, LatencyRow } from "../../app/bench/latency.js";
import type { LengthCost } from "../../app/bench/length-costs.js";
import { type TimingLine, timingLine } from "../../evaluation/stage-table.js";
import { markdownTable } from "./percent.js";

/** What the promised time is promised for. */
export const LONGEST_SECONDS = 8;

const STAGES = ["recognise", "find", "align", "redact", "verify", "encode"] as const;

/** From the last sample of speech to the sealed clip, line by line. */
export function latencyLines(rows: readonly LatencyRow[]): readonly TimingLine[] {
  const line = (what: string, of: (row: LatencyRow) => number, those = rows) =>
    timingLine({ what, ms: those.map(of) });
  const after = ({ total, wait }: LatencyRow) => total - wait;
  const kept = rows.filter(({ isDraftKept }) => isDraftKept);
  const whole = rows.filter(({ isDraftKept }) => !isDraftKept);
  return [
    line("last sample of speech to sealed clip", ({ total }) => total),
    line("- the wait that decides the end of speech", ({ wait }) => wait),
    line("- after the wait", after),
    ...(kept.length > 0 ? [line("-- with a draft: its rest, the check, the seal", after, kept)] : []),
    ...(whole.length > 0 ? [line("-- without a draft: every stage, the seal", after, whole)] : []),
    line("early work, hidden in the wait", ({ stages }) => stages.early, kept),
    ...STAGES.map((stage) => line(`the stages: ${stage}`, ({ stages }) => stages[stage])),
    line("the stages: seal", ({ stages }) => stages.seal),
  ].filter(({ n }) => n > 0);
}

export function latencyPage(report: LatencyReport, costs: readonly LengthCost[]): string {
  const { drafts, dropped, memoryMb } = report;
  const rows = report.rows.filter(({ seconds }) => seconds <= LONGEST_SECONDS);
  const longer = report.rows.length - rows.length;
  const reasons = Object.entries(dropped).map(([reason, count]) => `${count} ${reason}`);
  const lines = latencyLines(rows).map(({ what, n, p50, p95 }) => [
    ...[what, p50.toFixed(0), p95.toFixed(0)],
    String(n),
  ]);
  const lengths = costs.map(({ seconds, n, ...cost }) => [
    String(seconds),
    ...[cost.recognise, cost.align, cost.verify, cost.encode, cost.total].map((ms) => ms.toFixed(0)),
    String(n),
  ]);
  return [
    `Utterances up to ${LONGEST_SECONDS} s, played at the pace of real time to a whole ear: ${rows.length} clips${longer > 0 ? `, ${longer} longer ones left out` : ""}; no clip: ${reasons.join(", ") || "none"}.`,
    "",
    markdownTable(["ms", "p50", "p95", "n"], lines),
    "",
    `Drafts: ${drafts.kept} kept, ${drafts["called-off"]} called off since speech went on, ${drafts.outdated} thrown away since the spotter said more, ${drafts.skipped} not made.`,
    `Resident memory of the ear at the end: ${memoryMb} MB.`,
    "",
    "From raw sound to the encoded clip by length, every stage, nothing hidden (median):",
    "",
    markdownTable(["seconds", "recognise, ms", "align", "verify", "encode", "total", "n"], lengths),
  ].join("\n");
}
