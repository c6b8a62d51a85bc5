/** How long to wait before the n-th try in a row: doubling, bounded, with jitter so that devices do not march in step. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const MICROPHONE_BACK_OFF: BackOff = { firstMs: 250, longestMs: 30_000 };

/** `failures` in a row, from 1; `random` in [0, 1). Between half of the doubled time and all of it, in ms. */
export function waitBefore(backOff: BackOff, failures: number, random: number): number {
  const whole = Math.min(backOff.longestMs, backOff.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole * (0.5 + random / 2));
}
