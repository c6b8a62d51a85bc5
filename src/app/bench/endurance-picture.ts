import { curveChart } from "./curve-chart.js";
import type { EnduranceReport } from "./endurance.js";

/** The memory of a report as curves, as an SVG file. */
export function endurancePicture({ hops, curve, heapGrowth }: EnduranceReport): string {
  const megabytes = (bytes: readonly number[]) => bytes.map((value) => value / 1e6);
  const hours = hops / 45_000;
  return curveChart({
    title: `${hours.toFixed(1)} h of sound, ${hops.toLocaleString("en")} hops: the heap grew by ${heapGrowth.toLocaleString("en")} bytes`,
    from: "0 h",
    to: `${hours.toFixed(1)} h`,
    curves: [
      { name: "heap used, after a collection", unit: "MB", values: megabytes(curve.heapUsed) },
      { name: "outside the heap", unit: "MB", values: megabytes(curve.external) },
      { name: "resident", unit: "MB", values: megabytes(curve.rss) },
    ],
  });
}
