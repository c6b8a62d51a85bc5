import type { EnduranceReport } from "../../app/bench/endurance.js";
import { markdownTable } from "./percent.js";

/** Rows of the table; the picture has all moments. */
const ROWS = 8;

/** The memory of a long run as a table, and what grew. */
export function endurancePage({ hops, curve, heapGrowth, collections, seconds }: EnduranceReport): string {
  const last = curve.heapUsed.length - 1;
  const rows = Array.from({ length: ROWS + 1 }, (_, row) => {
    const moment = Math.round((last * row) / ROWS);
    const growth = (curve.heapUsed[moment] ?? 0) - (curve.heapUsed[0] ?? 0);
    return [
      ((hops * moment) / last / 45_000).toFixed(2),
      ((curve.heapUsed[moment] ?? 0) / 1e6).toFixed(3),
      String(growth),
      ((curve.external[moment] ?? 0) / 1e6).toFixed(3),
      ((curve.rss[moment] ?? 0) / 1e6).toFixed(1),
    ];
  });
  return [
    `${hops.toLocaleString("en")} hops, ${(hops / 45_000).toFixed(2)} h of sound, in ${seconds.toFixed(0)} s.`,
    "",
    markdownTable(
      ["hours heard", "heap used MB", "heap grown, bytes", "outside the heap MB", "resident MB"],
      rows,
    ),
    "",
    `The heap grew by ${heapGrowth} bytes (${Math.round((heapGrowth * 1e6) / hops)} for a million hops). Collections that V8 found necessary meanwhile: ${collections.minor} of new objects, ${collections.major} of all. Each line is taken right after a full collection that was asked for.`,
  ].join("\n");
}
