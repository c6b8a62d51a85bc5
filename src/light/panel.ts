import type { Lamp } from "./blinker.js";
import type { ButtonEdge } from "./light-state.js";

/** Button and lamp, whatever they are made of. */
export interface Panel {
  /** Takes effect at once. */
  show(lamp: Lamp): void;
  /**
   * Begins to tell the button's edges, bounces and all; first of all whether it is down already.
   * Called once.
   */
  watch(onEdge: (edge: ButtonEdge) => void): void;
  /** Asks the button again, for an edge that was missed. Called at every look at the microphone. */
  check(): void;
  /** Lamp off. */
  close(): void;
}
