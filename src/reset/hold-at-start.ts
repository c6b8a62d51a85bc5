import type { ButtonEdge, Press } from "../light/light-state.js";
import { beginPress, ERASE_ALL_MS, hold, isOver } from "../light/press.js";

/** The same ten seconds that erase all clips while the device runs. */
export const RESET_HOLD_MS = ERASE_ALL_MS;
/** A button that is found down later than this was not held from power-up. */
export const POWER_UP_MS = 300_000;

export type HoldVerdict = "counting" | "released" | "reset";

/** A button that was down when the machine started. Time is believed as the light believes it, bounces included. */
export class HoldAtStart {
  #press: Press;
  #isLost = false;

  /** @param nowMs monotonic, when it was found down */
  constructor(nowMs: number) {
    this.#press = beginPress(nowMs, { mayLift: false, counts: true, answers: false });
  }

  take(edge: ButtonEdge, nowMs: number): void {
    this.#press = hold(this.#press, nowMs);
    if (edge === "lost") this.#isLost = true;
    if (edge === "up" && this.#press.upMs === undefined) this.#press = { ...this.#press, upMs: nowMs };
    if (edge === "down" && this.#press.upMs !== undefined && !isOver(this.#press, nowMs)) {
      this.#press = { ...this.#press, upMs: undefined, seenMs: nowMs };
    }
  }

  /** To be asked twice a second at least: longer gaps do not count as held. */
  look(nowMs: number): HoldVerdict {
    if (this.#isLost || isOver(this.#press, nowMs)) return "released";
    this.#press = hold(this.#press, nowMs);
    return this.#press.heldMs >= RESET_HOLD_MS ? "reset" : "counting";
  }
}
