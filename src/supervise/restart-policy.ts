/** Bounds of the waiting before a process is started again, in milliseconds. */
export interface RestartBounds {
  readonly firstMs: number;
  readonly mostMs: number;
  /** A process that lived so long was well: what ends it now is the first failure again. */
  readonly healthyMs: number;
}

export const DEFAULT_RESTART_BOUNDS: RestartBounds = { firstMs: 100, mostMs: 10_000, healthyMs: 5_000 };

/**
 * When to start a process again. The first end is answered at once, since a dead light is a closed microphone and a
 * muted ear replaces itself by ending; what keeps dying waits twice as long each time.
 */
export class RestartPolicy {
  readonly #bounds: RestartBounds;
  #failures = 0;

  constructor(bounds: RestartBounds = DEFAULT_RESTART_BOUNDS) {
    this.#bounds = bounds;
  }

  /** @param livedMs how long the process that has just ended was there */
  waitMs(livedMs: number): number {
    const { firstMs, mostMs, healthyMs } = this.#bounds;
    this.#failures = livedMs >= healthyMs ? 1 : this.#failures + 1;
    return this.#failures === 1 ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(20, this.#failures - 2));
  }
}
