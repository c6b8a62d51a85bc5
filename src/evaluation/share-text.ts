import { type Interval, wilson } from "./intervals.js";

export function shareOf(value: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(3).replace(/^(-?)0\./, "$1.");
}

/** A share with its 95 % interval and its cases: ".912 [.770, .970] 31/34". */
export function shareText(hits: number, n: number): string {
  const { value, low, high }: Interval = wilson(hits, n);
  return n === 0 ? "no cases" : `${shareOf(value)} [${shareOf(low)}, ${shareOf(high)}] ${hits}/${n}`;
}
