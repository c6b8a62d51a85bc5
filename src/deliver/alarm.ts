import type { Clock } from "../domain/clock.js";

/** A timer may be a little early; without this the same nap would be taken again and again. */
const TIMER_SLACK_MS = 1;

/** Lets a loop sleep until something is due or somebody wakes it. One sleeper at a time. */
export class Alarm {
  readonly #clock: Clock;
  #isSet = false;
  #endNap: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the nap; one that begins later ends at once, unless `heed` comes between. */
  ring(): void {
    this.#isSet = true;
    this.#endNap();
  }

  /** The loop begins to look at everything: what rang before is seen to. */
  heed(): void {
    this.#isSet = false;
  }

  /** @param dueMs monotonic times, at the first of which the nap ends; none for as long as nobody rings */
  async nap(dueMs: readonly number[]): Promise<void> {
    if (this.#isSet) return;
    const napping = new AbortController();
    const rung = new Promise<void>((resolve) => {
      this.#endNap = resolve;
    });
    if (dueMs.length === 0) return await rung;
    const leftMs = Math.max(0, Math.min(...dueMs) - this.#clock.monotonicMs()) + TIMER_SLACK_MS;
    // Its only way to reject is our own signal.
    const nap = this.#clock.sleep(leftMs, napping.signal).catch(() => undefined);
    await Promise.race([rung, nap]);
    napping.abort();
  }
}
