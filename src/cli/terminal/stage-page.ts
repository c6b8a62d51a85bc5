import type { BenchReport } from "../../app/bench/bench.js";
import type { PeerReport } from "../../app/bench/bench-peers.js";
import type { TimingLine } from "../../evaluation/stage-table.js";
import { markdownTable } from "./percent.js";

/** Times of the stages of one command, beside the recogniser's peer where it is installed, and the memory. */
export function stagePage(report: BenchReport, peer: PeerReport | undefined): string {
  return [
    "Stages of one command (the demonstration's six):",
    "",
    timingTable([...report.stages, ...(peer ? [peer.line] : [])]),
    "",
    peer
      ? `Peak memory of the peer: ${peer.peakMb} MB.`
      : "Whisper tiny.en is not installed here: `sotto bench --peers` installs it into the cache.",
    "Most of this is done during the wait that decides the end of speech: `sotto bench --latency` plays to a whole ear and prints what is left after it.",
    `Resident memory: ${Object.entries(report.memoryMb)
      .map(([what, mb]) => `${what} ${mb} MB`)
      .join(", ")}.`,
  ].join("\n");
}

function timingTable(lines: readonly TimingLine[]): string {
  const rows = lines.map(({ what, n, p50, p95, p99 }) => [
    what,
    p50.toFixed(1),
    p95.toFixed(1),
    p99.toFixed(1),
    String(n),
  ]);
  return markdownTable(["ms", "p50", "p95", "p99", "n"], rows);
}
