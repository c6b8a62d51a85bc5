import type { Clock } from "../domain/clock.js";

/** Milliseconds of each stage of one utterance; 0 for a stage that was not reached. */
export interface UtteranceMs {
  readonly recognise: number;
  readonly find: number;
  readonly align: number;
  readonly redact: number;
  readonly verify: number;
  readonly total: number;
}

export type Stage = Exclude<keyof UtteranceMs, "total">;

/** A stopwatch that is told when a stage ends; the next begins there. */
export class StageTimes {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #ms: Record<Stage, number> = { recognise: 0, find: 0, align: 0, redact: 0, verify: 0 };
  #last: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.monotonicMs();
    this.#last = this.#start;
  }

  end(stage: Stage): void {
    const now = this.#clock.monotonicMs();
    this.#ms[stage] += now - this.#last;
    this.#last = now;
  }

  all(): UtteranceMs {
    return { ...this.#ms, total: this.#clock.monotonicMs() - this.#start };
  }
}
