import type { ButtonEdge } from "../../light/light-state.js";
import { BOUNCE_MS, TOUCH_MS } from "../../light/press.js";

export type PressSeen =
  | { readonly kind: "pressed"; readonly downMs: number; readonly upMs: number; readonly edges: number }
  | { readonly kind: "unpressed"; readonly isDown: boolean; readonly edges: number };

/** A line that changes more often is told as one that does. */
const MAX_EDGES = 1_000_000;

/** What the button did since a question was asked: the last press, and how often the line changed. */
export class PressRecord {
  #isDown = false;
  #askedMs = 0;
  #edges = 0;
  #downMs: number | undefined;
  #upMs: number | undefined;

  begin(nowMs: number): void {
    this.#askedMs = nowMs;
    this.#edges = 0;
    this.#downMs = undefined;
    this.#upMs = undefined;
  }

  take(edge: ButtonEdge, nowMs: number): void {
    if (this.#edges < MAX_EDGES) this.#edges += 1;
    this.#isDown = edge === "down" || edge === "already-down";
    if (!this.#isDown) {
      this.#upMs = nowMs;
      return;
    }
    const isBounce = this.#upMs !== undefined && nowMs - this.#upMs < BOUNCE_MS;
    if (!isBounce) this.#downMs = nowMs;
    this.#upMs = undefined;
  }

  end(): PressSeen {
    const [downMs, upMs, edges] = [this.#downMs, this.#upMs, this.#edges];
    if (downMs === undefined || upMs === undefined || upMs - downMs < TOUCH_MS)
      return { kind: "unpressed", isDown: this.#isDown, edges };
    const since = (ms: number) => Math.round(ms - this.#askedMs);
    return { kind: "pressed", downMs: since(downMs), upMs: since(upMs), edges };
  }
}
