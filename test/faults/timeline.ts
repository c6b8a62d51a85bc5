import type { CrewEvent } from "../../src/app/household/crew.js";
import { monotonicMs } from "./lamp-observer.js";

/** Entries that are remembered; the oldest go. */
const MAX_ENTRIES = 50_000;

/** What happened when, for whoever has to find out why. */
export class Timeline {
  readonly #entries: { readonly atMs: number; readonly what: string }[] = [];

  note(what: string): void {
    this.#entries.push({ atMs: monotonicMs(), what });
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
  }

  take(event: CrewEvent): void {
    if (event.kind === "line") this.note(`${event.from}: ${event.line.event}`);
    else if (event.kind === "started") this.note(`${event.name} started (${event.starts})`);
    else this.note(`${event.name} ended ${event.signal ?? ""}`);
  }

  /** The entries of a stretch of time and of what was around it, times relative to its beginning. */
  around(fromMs: number, forMs: number, marginMs: number = 700): readonly string[] {
    return this.#entries
      .filter(({ atMs }) => atMs >= fromMs - marginMs && atMs <= fromMs + forMs + marginMs)
      .map(({ atMs, what }) => `${(atMs - fromMs).toFixed(0).padStart(6)} ms  ${what}`);
  }
}
