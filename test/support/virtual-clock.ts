import type { Clock } from "../../src/domain/clock.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Time that passes when a test says so, and by itself only after `follow`. */
export class VirtualClock implements Clock {
  #nowMs = 60_000;
  #following: number | undefined;
  #sleepers: Sleeper[] = [];

  monotonicMs(): number {
    return this.#following === undefined ? this.#nowMs : systemClock.monotonicMs() - this.#following;
  }

  wallMs(): number {
    return 1_800_000_000_000 + Math.floor(this.monotonicMs());
  }

  /** For the outbox's ages: one boot that never ends. */
  readonly boot = {
    bootId: () => "virtual",
    uptimeMs: () => this.monotonicMs(),
  };

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#following !== undefined) return systemClock.sleep(ms, signal);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const sleeper = { atMs: this.#nowMs + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", end, { once: true });
    });
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    const due = this.#sleepers.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { wake } of due.toSorted((a, b) => a.atMs - b.atMs)) wake();
  }

  /** From here on it goes as the machine's own does; whoever sleeps is woken. */
  follow(): void {
    this.#following = systemClock.monotonicMs() - this.#nowMs;
    for (const { wake } of this.#sleepers.splice(0)) wake();
  }
}
