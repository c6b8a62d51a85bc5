import type { Lab } from "./lab-machine.js";

export interface Chapter {
  readonly name: string;
  readonly title: string;
  /** Belongs to `scripts/lab --quick` too. */
  readonly isQuick: boolean;
  run(lab: Lab, extent: "quick" | "full"): Promise<void>;
}
