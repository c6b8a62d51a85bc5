/** Bounds of the waiting between attempts, in milliseconds. */
export interface BackOffBounds {
  readonly firstMs: number;
  readonly mostMs: number;
}

export const DEFAULT_BACK_OFF: BackOffBounds = { firstMs: 1_000, mostMs: 60_000 };

/**
 * Full jitter: anything from nothing up to a limit that doubles. A thousand devices that lost one broker together
 * do not come back together. Method: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param attempt failures in a row, from 1
 * @param random from 0 (inclusive) to 1
 */
export function backOffMs(attempt: number, bounds: BackOffBounds, random: () => number): number {
  // 2 ** 30 is far above any limit and keeps the product a whole number.
  const limit = Math.min(bounds.mostMs, bounds.firstMs * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.floor(random() * limit);
}
