import { isCapturing, isLit } from "./board.js";
import { nowMs, pause, quantile } from "./time.js";

const LOOK_EVERY_MS = 20;
/** A flash of under 100 ms at most, and what a look may be late by. */
const FLASH_MS = 160;

interface Span {
  readonly kind: "lit-closed" | "dark-open";
  readonly ms: number;
}

/**
 * Looks at the lamp's line and at the kernel's account side by side, and notes every stretch in which they disagree.
 * It is the person who stands before the device, not the device's own opinion.
 */
export class LampWatch {
  readonly #spans: Span[] = [];
  readonly #ending = new AbortController();
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

  /** Stretches in which a lit lamp was not a flash and no device was open. */
  get litWhileClosed(): readonly number[] {
    return this.#lengths("lit-closed").filter((ms) => ms > FLASH_MS);
  }

  get darkWhileOpen(): readonly number[] {
    return this.#lengths("dark-open");
  }

  longerThan(ms: number): number {
    return [...this.litWhileClosed, ...this.darkWhileOpen].filter((each) => each > ms).length;
  }

  toString(): string {
    const told = (name: string, lengths: readonly number[]) =>
      `${name} ${lengths.length} times${lengths.length === 0 ? "" : `, median ${quantile(lengths, 0.5).toFixed(0)}, 90 % ${quantile(lengths, 0.9).toFixed(0)}, longest ${Math.max(...lengths).toFixed(0)} ms`}`;
    return `${this.#looks} looks (longest pause ${this.#longestPauseMs.toFixed(0)} ms); ${told("dark while open", this.darkWhileOpen)}; ${told("lit while closed", this.litWhileClosed)}`;
  }

  #lengths(kind: Span["kind"]): readonly number[] {
    return this.#spans.filter((span) => span.kind === kind).map(({ ms }) => ms);
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
    if (this.#since !== undefined) this.#spans.push({ kind: this.#since.kind, ms: atMs - this.#since.atMs });
    this.#since = kind === undefined ? undefined : { kind, atMs };
  }
}
