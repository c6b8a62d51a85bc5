/** A rate with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z_95 = 1.959964;

/** Share `hits / n` with Wilson's 95 % interval (Wilson 1927); n = 0 gives the whole of [0, 1]. */
export function wilson(hits: number, n: number): Interval {
  if (n === 0) return { value: Number.NaN, low: 0, high: 1 };
  const p = hits / n;
  const z2 = Z_95 * Z_95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { value: p, low: hits === 0 ? 0 : centre - half, high: hits === n ? 1 : centre + half };
}

/** `hits / n`; hits may be a mean, and so no whole number. */
export interface Share {
  readonly hits: number;
  readonly n: number;
}

/** The first share less the second, with its 95 % interval: the hybrid of Wilson's two (Newcombe 1998, method 10). */
export function shareDifference(one: Share, other: Share): Interval {
  const a = wilson(one.hits, one.n);
  const b = wilson(other.hits, other.n);
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/** Probability of at most `k` events when `mean` are expected. */
function poissonCumulative(k: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let i = 1; i <= k; i++) {
    term *= mean / i;
    sum += term;
  }
  return sum;
}

function solve(isBelow: (mean: number) => boolean, high: number): number {
  let low = 0;
  let top = high;
  for (let i = 0; i < 60; i++) {
    const middle = (low + top) / 2;
    if (isBelow(middle)) low = middle;
    else top = middle;
  }
  return (low + top) / 2;
}

/** Events an hour with the exact 95 % Poisson interval (Garwood 1936); 0 events in h hours prove at most 3.69 / h. */
export function poissonRate(events: number, hours: number): Interval {
  if (hours <= 0) return { value: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY };
  const top = events * 3 + 20;
  const high = solve((mean) => poissonCumulative(events, mean) > 0.025, top);
  const low = events === 0 ? 0 : solve((mean) => 1 - poissonCumulative(events - 1, mean) < 0.025, top);
  return { value: events / hours, low: low / hours, high: high / hours };
}

/** The value below which a share `p` in [0, 1] lies, by nearest rank; NaN for no values. */
export function percentile(values: readonly number[] | Float64Array, p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}
