import { systemClock } from "../../domain/edge/system-clock.js";
import type { CrewEvent, CrewName, LogLine } from "./crew.js";

/** Lines that are remembered for whoever asks later. */
const MAX_LINES = 1_000;

export interface FeedLine {
  readonly from: CrewName;
  readonly line: LogLine;
}

/** What the processes have logged, for somebody who did something and waits for what comes of it. */
export class CrewFeed {
  readonly #lines: FeedLine[] = [];
  #told = 0;
  #waiting: (() => void)[] = [];

  take(event: CrewEvent): void {
    if (event.kind !== "line") return;
    this.#lines.push({ from: event.from, line: event.line });
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    this.#told += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }

  /** A place in the feed: lines after it are those that were not there yet. */
  get now(): number {
    return this.#told;
  }

  /** The first line after `place` that `isIt`; undefined when there is none within `patienceMs`. */
  async after(
    place: number,
    isIt: (told: FeedLine) => boolean,
    patienceMs: number,
  ): Promise<FeedLine | undefined> {
    const deadline = systemClock.monotonicMs() + patienceMs;
    for (;;) {
      const first = this.#told - this.#lines.length;
      const found = this.#lines.slice(Math.max(0, place - first)).find(isIt);
      const leftMs = deadline - systemClock.monotonicMs();
      if (found || leftMs <= 0) return found;
      const patience = new AbortController();
      await Promise.race([
        new Promise<void>((look) => this.#waiting.push(look)),
        systemClock.sleep(leftMs, patience.signal).catch(() => undefined),
      ]);
      patience.abort();
    }
  }
}
