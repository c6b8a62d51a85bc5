import { type BackOffBounds, backOffMs, DEFAULT_BACK_OFF } from "./back-off.js";
import type { Course } from "./broker-reasons.js";

/** How an attempt or a connection ended, as far as the next attempt is concerned. */
export interface LinkEnd {
  readonly course: Course;
  /** Of a connection; undefined for an attempt that came to none. */
  readonly stoodMs: number | undefined;
  /** Whether the broker acknowledged anything on it after it was ready, or gave anything that was taken. */
  readonly wasOfUse: boolean;
}

const LATER: BackOffBounds = { firstMs: 10_000, mostMs: 300_000 };
const TAKEN_OVER: BackOffBounds = { firstMs: 60_000, mostMs: 1_800_000 };
/** A connection that stood so long was a good one, whatever it was used for. */
const STEADY_MS = 60_000;
/** So many in a row that stood for less may each be followed at once by the next, where they were of use. */
const MOST_SHORT = 10;
/** After more of them a useful one counts as so many failures, which is up to eight seconds. */
const SHORT_FAILURES = 3;
/** So long without a takeover, and the other device is taken to be gone. */
const UNDISPUTED_MS = 600_000;

/**
 * When to try again. Every pause is drawn by chance, so that devices that lost one broker together don't come back
 * together; and failures count on over connections that were of no use, so that a broker that lets everybody in and
 * throws everybody out is not called upon at full speed. Two devices with one id, at a broker that closes without a
 * word (MQTT 3.1.1, and Mosquitto 2.0 in 5.0 too), look just like that.
 */
export class ReconnectPace {
  readonly #random: () => number;
  readonly #bounds: BackOffBounds | undefined;
  #failures = 0;
  #short = 0;
  #takeovers = 0;

  /** @param bounds for every course, instead of those for each */
  constructor(random: () => number, bounds?: BackOffBounds) {
    this.#random = random;
    this.#bounds = bounds;
  }

  /** In a row, that of the last end included. */
  get failures(): number {
    return this.#failures;
  }

  /** @returns milliseconds until the next attempt */
  pauseAfter({ course, stoodMs, wasOfUse }: LinkEnd): number {
    if (stoodMs !== undefined) this.#stood(stoodMs, wasOfUse);
    this.#failures += 1;
    if (course === "taken-over") {
      this.#takeovers += 1;
      return this.#atLeastHalf(this.#takeovers, this.#bounds ?? TAKEN_OVER);
    }
    // Refused for the moment, or sent where we don't go: coming at once would make it worse or nothing better.
    if (course === "later" || course === "moved")
      return this.#atLeastHalf(this.#failures, this.#bounds ?? LATER);
    return backOffMs(this.#failures, this.#bounds ?? DEFAULT_BACK_OFF, this.#random);
  }

  #stood(ms: number, wasOfUse: boolean): void {
    const isSteady = ms >= STEADY_MS;
    this.#short = isSteady ? 0 : this.#short + 1;
    if (isSteady) this.#failures = 0;
    else if (wasOfUse)
      this.#failures = Math.min(this.#failures, this.#short > MOST_SHORT ? SHORT_FAILURES : 0);
    if (ms >= UNDISPUTED_MS) this.#takeovers = 0;
  }

  /** Half of the limit is certain, the other half by chance. */
  #atLeastHalf(attempt: number, { firstMs, mostMs }: BackOffBounds): number {
    const half = { firstMs: firstMs / 2, mostMs: mostMs / 2 };
    const certain = backOffMs(attempt, half, () => 1);
    return certain + backOffMs(attempt, half, this.#random);
  }
}
