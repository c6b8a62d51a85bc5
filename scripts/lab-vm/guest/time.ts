export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Milliseconds until the condition held. @throws Error that names it when it did not hold within the time */
export async function until(
  what: string,
  withinMs: number,
  holds: () => boolean | Promise<boolean>,
  everyMs = 20,
): Promise<number> {
  const began = nowMs();
  while (!(await holds())) {
    if (nowMs() - began > withinMs) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await pause(everyMs);
  }
  return nowMs() - began;
}

/** Looks without leaving the processor to anybody for long: for times of a few milliseconds. */
export function untilSoon(what: string, withinMs: number, holds: () => boolean): number {
  const began = nowMs();
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (!holds()) {
    if (nowMs() - began > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    Atomics.wait(cell, 0, 0, 1);
  }
  return nowMs() - began;
}

/** Deterministic, so that a printed seed repeats a run's choices. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The value below which a share of the figures lies. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function distribution(figures: readonly number[]): string {
  const ms = (share: number) => quantile(figures, share).toFixed(0);
  return `${figures.length} times: median ${ms(0.5)}, 90 % ${ms(0.9)}, worst ${ms(1)} ms`;
}
