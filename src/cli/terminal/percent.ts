import { type Interval, wilson } from "../../evaluation/intervals.js";

function share(value: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(3).replace(/^0/, "");
}

/** A share with its 95 % interval and its cases: ".912 [.770, .970] 31/34". */
export function shareText(hits: number, n: number): string {
  const { value, low, high }: Interval = wilson(hits, n);
  return n === 0 ? "no cases" : `${share(value)} [${share(low)}, ${share(high)}] ${hits}/${n}`;
}

/** A Markdown table; cells are text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}
