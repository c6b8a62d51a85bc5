import type { Clock } from "../../domain/clock.js";
import { Blinker } from "../blinker.js";
import type { LightPattern } from "../light-state.js";
import type { Panel } from "../panel.js";

/** Shows a pattern on a panel and keeps it going. */
export class LampDriver {
  readonly #panel: Panel;
  readonly #clock: Clock;
  readonly #blinker = new Blinker();
  #pattern: LightPattern = "off";
  #timer: NodeJS.Timeout | undefined;

  constructor(panel: Panel, clock: Clock) {
    this.#panel = panel;
    this.#clock = clock;
  }

  show(pattern: LightPattern): void {
    if (pattern === this.#pattern && this.#timer !== undefined) return;
    this.#pattern = pattern;
    this.#look();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#panel.close();
  }

  #look(): void {
    clearTimeout(this.#timer);
    const { lamp, againInMs } = this.#blinker.look(this.#pattern, this.#clock.monotonicMs());
    this.#panel.show(lamp);
    this.#timer = againInMs === undefined ? undefined : setTimeout(() => this.#look(), againInMs);
  }
}
