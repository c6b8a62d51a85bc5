import { type HopLine, type HopReport, shareOfPeer } from "../../app/bench/hop-bench.js";
import type { HotLoopMemory } from "../../app/bench/hot-loop-memory.js";
import { HOP_PARTS, type HopTimes } from "../../hotloop/measure-hops.js";
import { markdownTable } from "./percent.js";

const EXPLANATION =
  "One hop of 80 ms: log-mel, speech embedding, and the heads. Ours: streaming, with heads for speech, three words and spoken personal data. The peer, openWakeWord's way with three words: the embedding of the whole window at every hop and one graph of its head's size for each word, on one thread of onnxruntime; its log-mel is ours, which is cheaper than its own. Parts are measured in a run of their own.";

/** Times of a hop as a table, with the machine and what is compared. */
export function hopPage(report: HopReport): string {
  const { machine, node, lines, absent } = report;
  const missing = absent.map((engine) => `Not installed here: ${engine}.`);
  return [
    `${machine}, Node ${node}, one thread`,
    "",
    EXPLANATION,
    "",
    markdownTable(
      ["engine", "p50 ms", "p95", "p99", "of the peer's p50", "hops"],
      lines.flatMap((line) => rows(line, lines)),
    ),
    ...(missing.length > 0 ? ["", missing.join(" ")] : []),
  ].join("\n");
}

export function memoryLine({ bareMb, hotLoopMb, earMb }: HotLoopMemory): string {
  return `Resident memory of this process: ${bareMb} MB before, ${hotLoopMb} MB with the hot loop after 2,000 hops, ${earMb} MB with all the code of the ear too, but without the recogniser's models.`;
}

function rows(line: HopLine, lines: readonly HopLine[]): string[][] {
  const parts = HOP_PARTS.map((part) => [`- ${part}`, ...milliseconds(line.parts[part]), "", ""]);
  const share = shareOfPeer(line, lines).toFixed(2);
  return [[line.engine, ...milliseconds(line.whole), share, String(line.whole.hops)], ...parts];
}

function milliseconds({ p50, p95, p99 }: HopTimes): string[] {
  return [p50, p95, p99].map((ms) => ms.toFixed(3));
}
