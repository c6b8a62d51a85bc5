import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/config.js";
import { SottoError } from "../../domain/errors.js";
import type { Lamp } from "../blinker.js";
import type { ButtonEdge } from "../light-state.js";
import type { Panel } from "../panel.js";
import { GPIO, kernelLine } from "./gpio-chip.js";

export type PinConfig = NonNullable<Config["pins"]>;

/** What we use of onoff's `Gpio`. */
interface Line {
  readSync(): number;
  writeSync(value: 0 | 1): void;
  watch(told: (error: unknown, value: number) => void): void;
  unexport(): void;
}
type LineClass = new (line: number, direction: "in" | "high" | "low", edge?: "both") => Line;

/**
 * Button and lamp on the header, by onoff, which is loaded here and nowhere else. The lamp shows `lamp` from its
 * first moment as an output on.
 *
 * @param gpio where the chips are looked up; onoff itself knows no other place than /sys/class/gpio
 * @throws SottoError PINS_UNAVAILABLE when onoff, its native part, the chip or a line is not to be had
 */
export async function openPins(pins: PinConfig, lamp: Lamp, gpio: string = GPIO): Promise<Panel> {
  const led = kernelLine(pins.led, gpio);
  const button = kernelLine(pins.button, gpio);
  const open = await loadOnoff();
  return new OnoffPins(pins, {
    led: openLine(led, () => new open(led, levelOf(lamp, pins) === 1 ? "high" : "low")),
    button: openLine(button, () => new open(button, "in", "both")),
  });
}

/** @throws SottoError PINS_UNAVAILABLE */
export async function loadOnoff(): Promise<LineClass> {
  // Not named as a type: the build must pass where this optional package is left out.
  const name: string = "onoff";
  let loaded: unknown;
  try {
    loaded = await import(name);
  } catch (cause) {
    throw new SottoError(
      "PINS_UNAVAILABLE",
      "onoff or its native part is not installed: scripts/onoff",
      cause,
    );
  }
  if (!hasGpio(loaded)) throw new SottoError("PINS_UNAVAILABLE", "the package onoff has no Gpio");
  return loaded.Gpio;
}

function hasGpio(loaded: unknown): loaded is { readonly Gpio: LineClass } {
  return (
    typeof loaded === "object" && loaded !== null && "Gpio" in loaded && typeof loaded.Gpio === "function"
  );
}

/**
 * A line that a killed process left exported is given back first: onoff takes such a line as it is and swallows every
 * error of its configuration.
 */
function openLine(line: number, open: () => Line): Line {
  try {
    if (existsSync(join(GPIO, `gpio${line}`))) writeFileSync(join(GPIO, "unexport"), String(line));
    return open();
  } catch (cause) {
    throw new SottoError("PINS_UNAVAILABLE", `line ${line} of ${GPIO}`, cause);
  }
}

/** A plain lamp is lit for dim as for bright. */
function levelOf(lamp: Lamp, pins: PinConfig): 0 | 1 {
  return (lamp !== "off") === (pins.ledLit === "high") ? 1 : 0;
}

class OnoffPins implements Panel {
  readonly #pins: PinConfig;
  readonly #led: Line;
  readonly #button: Line;
  #onEdge: ((edge: ButtonEdge) => void) | undefined;
  #isDown = false;

  constructor(pins: PinConfig, lines: { readonly led: Line; readonly button: Line }) {
    this.#pins = pins;
    this.#led = lines.led;
    this.#button = lines.button;
  }

  show(lamp: Lamp): void {
    this.#led.writeSync(levelOf(lamp, this.#pins));
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

  close(): void {
    this.show("off");
    this.#button.unexport();
    this.#led.unexport();
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
