import { isCapturing, isLit } from "./board.js";
import { nowMs, pause, quantile } from "./time.js";

const LOOK_EVERY_MS = 20;
/** A flash of under 100 ms at most, and what a look may be late by. */
const FLASH_MS = 160;

/** Until so long after its death the light's own safety and its next start may have the lamp. */
const DEAD_MS = 10_000;

interface Span {
  readonly kind: "lit-closed" | "dark-open";
  readonly beganMs: number;
  readonly ms: number;
}

/**
 * Looks at the lamp's line and at the kernel's account side by side, and notes every stretch in which they disagree.
 * It is the person who stands before the device, not the device's own opinion.
 */
export class LampWatch {
  readonly #spans: Span[] = [];
  readonly #ending = new AbortController();
  readonly #deathsMs: number[] = [];
  #looks = 0;
  #longestPauseMs = 0;
  #since: { readonly kind: Span["kind"]; readonly atMs: number } | undefined;
  #running: Promise<void> = Promise.resolve();

  begin(): void {
    this.#running = this.#watch();
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** Nobody is there who could turn the lamp off, until the unit's own safety has. */
  lightDied(): void {
    this.#deathsMs.push(nowMs());
  }

  /** Stretches in which a lit lamp was not a flash and no device was open. */
  get litWhileClosed(): readonly number[] {
    return this.#lit(false);
  }

  /** The same, after somebody had killed the light itself. */
  get litAfterDeath(): readonly number[] {
    return this.#lit(true);
  }

  get darkWhileOpen(): readonly number[] {
    return this.#spans.filter(({ kind }) => kind === "dark-open").map(({ ms }) => ms);
  }

  toString(): string {
    return `${this.#looks} looks (longest pause ${this.#longestPauseMs.toFixed(0)} ms); ${lengths("dark while open", this.darkWhileOpen)}; ${lengths("lit while closed", this.litWhileClosed)}`;
  }

  #lit(isAfterDeath: boolean): readonly number[] {
    return this.#spans
      .filter(({ kind, ms }) => kind === "lit-closed" && ms > FLASH_MS)
      .filter((span) => this.#followsDeath(span) === isAfterDeath)
      .map(({ ms }) => ms);
  }

  #followsDeath({ beganMs, ms }: Span): boolean {
    return this.#deathsMs.some((diedMs) => beganMs + ms >= diedMs && beganMs <= diedMs + DEAD_MS);
  }

  async #watch(): Promise<void> {
    let lastMs = nowMs();
    while (!this.#ending.signal.aborted) {
      const atMs = nowMs();
      this.#longestPauseMs = Math.max(this.#longestPauseMs, atMs - lastMs);
      lastMs = atMs;
      this.#looks++;
      this.#note(this.#disagreement(), atMs);
      await pause(LOOK_EVERY_MS);
    }
    this.#note(undefined, nowMs());
  }

  #disagreement(): Span["kind"] | undefined {
    const [isOpen, lit] = [isCapturing(), isLit()];
    if (isOpen === lit) return undefined;
    return isOpen ? "dark-open" : "lit-closed";
  }

  #note(kind: Span["kind"] | undefined, atMs: number): void {
    if (this.#since?.kind === kind) return;
    if (this.#since !== undefined)
      this.#spans.push({ kind: this.#since.kind, beganMs: this.#since.atMs, ms: atMs - this.#since.atMs });
    this.#since = kind === undefined ? undefined : { kind, atMs };
  }
}

/** How often and how long, in words. */
export function lengths(name: string, figures: readonly number[]): string {
  if (figures.length === 0) return `${name} never`;
  const ms = (share: number) => quantile(figures, share).toFixed(0);
  return `${name} ${figures.length} times, median ${ms(0.5)}, 90 % ${ms(0.9)}, longest ${ms(1)} ms`;
}
