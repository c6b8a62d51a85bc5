import { SottoError } from "../../domain/errors.js";
import type { Lamp } from "../blinker.js";
import { lampWiring, type PinConfig } from "../lamp-wiring.js";
import type { ButtonEdge } from "../light-state.js";
import type { Panel } from "../panel.js";
import { GPIO, kernelLine } from "./gpio-chip.js";
import { type Line, loadOnoff, openLine } from "./onoff.js";
import { openLamp, type ShowLamp } from "./onoff-lamp.js";

/**
 * Button and lamp on the header, by onoff. The lamp shows `lamp` from its first moment on.
 *
 * @param gpio where the chips are looked up; onoff itself knows no other place than /sys/class/gpio
 * @throws SottoError PINS_UNAVAILABLE when onoff, its native part, the chip or a line is not to be had; the lamp is off
 */
export async function openPins(pins: PinConfig, lamp: Lamp, gpio: string = GPIO): Promise<Panel> {
  const button = kernelLine(pins.button, gpio);
  const open = await loadOnoff();
  const show = openLamp(lampWiring(pins), lamp, (line, level) => {
    const output = kernelLine(line, gpio);
    return openLine(output, () => new open(output, level === 1 ? "high" : "low"));
  });
  try {
    return new OnoffPins(pins, { show, button: openLine(button, () => new open(button, "in", "both")) });
  } catch (error) {
    show("off");
    throw error;
  }
}

class OnoffPins implements Panel {
  readonly #pins: PinConfig;
  readonly #button: Line;
  readonly #show: ShowLamp;
  #onEdge: ((edge: ButtonEdge) => void) | undefined;
  #isDown = false;

  constructor(pins: PinConfig, parts: { readonly show: ShowLamp; readonly button: Line }) {
    this.#pins = pins;
    this.#show = parts.show;
    this.#button = parts.button;
  }

  show(lamp: Lamp): void {
    this.#show(lamp);
  }

  watch(onEdge: (edge: ButtonEdge) => void): void {
    this.#onEdge = onEdge;
    this.#isDown = this.#read();
    if (this.#isDown) onEdge("already-down");
    this.#button.watch((error, value) => {
      if (error) throw new SottoError("PINS_UNAVAILABLE", `line of button GPIO${this.#pins.button}`, error);
      this.#interrupted(this.#means(value));
    });
  }

  check(): void {
    const isDown = this.#read();
    if (isDown !== this.#isDown) this.#tell(isDown);
  }

  /** The lamp's lines stay outputs that say `off`: given back they would float, and a strip takes noise for bits. */
  close(): void {
    this.show("off");
    this.#button.unexport();
  }

  /** sysfs keeps no queue: an interrupt without a change of level is a press and its release, or the other way round. */
  #interrupted(isDown: boolean): void {
    if (isDown === this.#isDown) this.#tell(!isDown);
    this.#tell(isDown);
  }

  #tell(isDown: boolean): void {
    this.#isDown = isDown;
    this.#onEdge?.(isDown ? "down" : "up");
  }

  #read(): boolean {
    return this.#means(this.#button.readSync());
  }

  #means(value: number): boolean {
    return (value === 1) === (this.#pins.buttonPressed === "high");
  }
}
