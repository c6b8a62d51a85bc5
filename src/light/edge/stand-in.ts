import type { Clock } from "../../domain/clock.js";
import type { Lamp } from "../blinker.js";
import type { ButtonEdge } from "../light-state.js";
import type { Panel } from "../panel.js";

/** No line of ours is longer. */
const MAX_LINE_CHARACTERS = 64;

export interface StandInOptions {
  /** Lines `down` and `up`. Another line is no edge. */
  readonly input: NodeJS.ReadableStream;
  /** One JSON object for each change of the lamp: `{"at":…,"event":"led-on"|"led-off","lamp":…}`. Never held back. */
  readonly output: NodeJS.WritableStream;
  readonly clock: Clock;
}

/** What stands in for button and lamp where no pins are configured: whoever started this process shows and presses. */
export class StandIn implements Panel {
  readonly #options: StandInOptions;
  #shown: Lamp | undefined;
  #line = "";

  constructor(options: StandInOptions) {
    this.#options = options;
  }

  show(lamp: Lamp): void {
    if (lamp === this.#shown) return;
    this.#shown = lamp;
    const { output, clock } = this.#options;
    const event = lamp === "off" ? "led-off" : "led-on";
    output.write(`${JSON.stringify({ at: new Date(clock.wallMs()).toISOString(), event, lamp })}\n`);
  }

  watch(onEdge: (edge: ButtonEdge) => void): void {
    const { input } = this.#options;
    input.on("data", (bytes: Buffer) => {
      const lines = `${this.#line}${bytes.toString("latin1")}`.split("\n");
      this.#line = (lines.pop() ?? "").slice(0, MAX_LINE_CHARACTERS);
      for (const line of lines) {
        if (line === "down" || line === "up") onEdge(line);
      }
    });
    // Nobody can release the button any more: a press that goes on for ever would erase everything.
    input.on("end", () => onEdge("lost"));
    input.on("error", () => onEdge("lost"));
  }

  /** Lines do not get lost. */
  check(): void {
    return;
  }

  close(): void {
    this.show("off");
  }
}
