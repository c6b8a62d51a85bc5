import { type BackOffBounds, backOffMs } from "./back-off.js";

/** A pause that grows, with full jitter, with every failure in a row. */
export class GrowingPause {
  readonly #bounds: BackOffBounds;
  readonly #random: () => number;
  #failures = 0;
  #untilMs = 0;

  constructor(bounds: BackOffBounds, random: () => number) {
    this.#bounds = bounds;
    this.#random = random;
  }

  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** @param nowMs monotonic */
  isOver(nowMs: number): boolean {
    return nowMs >= this.#untilMs;
  }

  /** Monotonic milliseconds; undefined when it is over. */
  endsAtMs(nowMs: number): number | undefined {
    return this.isOver(nowMs) ? undefined : this.#untilMs;
  }

  /** Counts once a pause, however many failures fall into it. */
  fail(nowMs: number): void {
    if (!this.isOver(nowMs)) return;
    this.#failures += 1;
    this.#untilMs = nowMs + backOffMs(this.#failures, this.#bounds, this.#random);
  }

  /** @returns whether there had been failures */
  succeed(): boolean {
    const wasFailing = this.isFailing;
    this.#failures = 0;
    this.#untilMs = 0;
    return wasFailing;
  }

  /** The next attempt may come at once; the failures still count. */
  cutShort(): void {
    this.#untilMs = 0;
  }
}
