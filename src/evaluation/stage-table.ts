import { percentile } from "./intervals.js";

/** Milliseconds of one thing that was done several times. */
export interface Timing {
  readonly what: string;
  readonly ms: readonly number[];
}

export interface TimingLine {
  readonly what: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function timingLine({ what, ms }: Timing): TimingLine {
  return {
    what,
    n: ms.length,
    p50: percentile(ms, 0.5),
    p95: percentile(ms, 0.95),
    p99: percentile(ms, 0.99),
  };
}
