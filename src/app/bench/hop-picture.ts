import { barChart } from "./bar-chart.js";
import { type HopReport, shareOfPeer } from "./hop-bench.js";

/** The hops of a report as bars, as an SVG file. */
export function hopPicture(report: HopReport): string {
  const { machine, node, lines } = report;
  return barChart({
    title: "One hop of 80 ms: log-mel, embedding, heads",
    bars: lines.map(({ engine, whole: { p50, p99 } }) => ({ name: engine, p50, p99 })),
    notes: [
      `${machine}, Node ${node}, one thread. Full colour p50, pale p99.`,
      `Of the last line's p50: ${lines
        .slice(0, -1)
        .map((line) => `${line.engine} ${shareOfPeer(line, lines).toFixed(2)}`)
        .join(", ")}.`,
      "A hop that takes longer than 80 ms falls behind the sound.",
    ],
  });
}
