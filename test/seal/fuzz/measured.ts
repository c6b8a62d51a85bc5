import { getHeapStatistics } from "node:v8";

/** An input that takes longer than this, thrice, hangs. The largest valid message takes about a millisecond. */
const SLOW_MS = 250;
/** An input that takes more memory than this, twice, is a bomb: 100 times the longest message. */
const BOMB_BYTES = 12_000_000;

interface Cost {
  readonly ms: number;
  readonly bytes: number;
}

function costOf(work: () => unknown): Cost {
  const before = getHeapStatistics();
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  const after = getHeapStatistics();
  const bytes = after.used_heap_size - before.used_heap_size + after.external_memory - before.external_memory;
  return { ms: (user + system) / 1_000, bytes };
}

/**
 * Whether the work costs too much time of the processor or too much memory. One look may be spoilt by a collection of
 * garbage or by other threads, so the cheapest of some counts.
 */
export function tooCostly(first: Cost, again: () => unknown): string | undefined {
  if (first.ms <= SLOW_MS && first.bytes <= BOMB_BYTES) return undefined;
  const costs = [first, costOf(again), costOf(again)];
  const ms = Math.min(...costs.map((cost) => cost.ms));
  const bytes = Math.min(...costs.map((cost) => cost.bytes));
  if (ms > SLOW_MS) return `it took ${ms.toFixed(0)} ms, each of three times`;
  return bytes > BOMB_BYTES ? `it took ${bytes} bytes of memory, each of three times` : undefined;
}

export type { Cost };
export { costOf };
