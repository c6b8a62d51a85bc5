import type { BenchReport } from "../../app/bench/bench.js";
import type { PeerReport } from "../../app/bench/bench-peers.js";
import { parseConfig } from "../../config/config.js";
import type { TimingLine } from "../../evaluation/stage-table.js";
import { markdownTable } from "./percent.js";

/** Times of the stages of one command, beside the recogniser's peer where it is installed, and the memory. */
export function stagePage(report: BenchReport, peer: PeerReport | undefined): string {
  const wait = parseConfig({}).utterance.endOfSpeechMs;
  const sealed = report.stages.at(-1);
  return [
    "Stages of one command (the demonstration's six):",
    "",
    timingTable([...report.stages, ...(peer ? [peer.line] : [])]),
    "",
    peer
      ? `Peak memory of the peer: ${peer.peakMb} MB.`
      : "Whisper tiny.en is not installed here: `sotto bench --peers` installs it into the cache.",
    `From the last sample of speech to the sealed clip: the wait that decides the end of speech, ${wait} ms, and then ${sealed?.p50.toFixed(0)} ms (p50), ${sealed?.p95.toFixed(0)} ms (p95).`,
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
