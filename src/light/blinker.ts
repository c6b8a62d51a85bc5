import type { LightPattern } from "./light-state.js";

/** What the lamp itself does. A lamp without brightness is lit for all but `off`; a `flash` is over in FLASH_MS. */
export type Lamp = "off" | "dim" | "bright" | "flash";

/** A flash stays below 100 ms, late timers included, and never looks like a steady light. */
export const FLASH_MS = 50;
export const FLASH_EVERY_MS = 2_000;

/** Makes flashes out of a pattern. Flashes keep their distance across changes of the pattern too. */
export class Blinker {
  #flashedMs = Number.NEGATIVE_INFINITY;

  /**
   * @param nowMs monotonic
   * @returns the lamp as of now, and in how many milliseconds to ask again at the latest
   */
  look(
    pattern: LightPattern,
    nowMs: number,
  ): { readonly lamp: Lamp; readonly againInMs: number | undefined } {
    if (pattern !== "flash") return { lamp: pattern, againInMs: undefined };
    if (nowMs - this.#flashedMs >= FLASH_EVERY_MS) this.#flashedMs = nowMs;
    const sinceMs = nowMs - this.#flashedMs;
    return sinceMs < FLASH_MS
      ? { lamp: "flash", againInMs: FLASH_MS - sinceMs }
      : { lamp: "off", againInMs: FLASH_EVERY_MS - sinceMs };
  }
}
