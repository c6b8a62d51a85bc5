import type { ButtonEdge, Press } from "../light/light-state.js";
import { beginPress, ERASE_ALL_MS, hold, isOver, rebound } from "../light/press.js";

/** The same ten seconds that erase all clips while the device runs. */
export const RESET_HOLD_MS = ERASE_ALL_MS;
/** A button that is found down later than this was not held from power-up. */
export const POWER_UP_MS = 300_000;

/**
 * No finger rests so long: the line is stuck, as one is without its pull-up that the processor pulls down at power-up. So
 * nothing is asked for until the line has risen.
 */
export const STUCK_MS = 60_000;

/** `ripe`: released now, it is a reset. */
export type HoldVerdict = "counting" | "ripe" | "released" | "reset" | "stuck";
export type HoldEnd = Exclude<HoldVerdict, "counting" | "ripe">;

/** A button that was down when the machine started. Time is believed as the light believes it, bounces and hum included. */
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
      this.#press = rebound(this.#press, nowMs);
    }
  }

  /** To be asked twice a second at least: longer gaps do not count as held. */
  look(nowMs: number): HoldVerdict {
    if (this.#isLost || !this.#press.counts) return "released";
    this.#press = hold(this.#press, nowMs);
    const { heldMs, downMs, upMs = nowMs } = this.#press;
    if (upMs - downMs >= STUCK_MS) return "stuck";
    const isLong = heldMs >= RESET_HOLD_MS;
    if (isOver(this.#press, nowMs)) return isLong ? "reset" : "released";
    return isLong ? "ripe" : "counting";
  }
}
