import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { GPIO } from "./gpio-chip.js";

/** What we use of onoff's `Gpio`. */
export interface Line {
  readSync(): number;
  writeSync(value: 0 | 1): void;
  watch(told: (error: unknown, value: number) => void): void;
  unexport(): void;
}
/** `high` and `low` are outputs that have this level from their first moment on. */
export type LineClass = new (line: number, direction: "in" | "high" | "low", edge?: "both") => Line;

/**
 * onoff, which is loaded here and nowhere else. It knows no other place than /sys/class/gpio.
 * @throws SottoError PINS_UNAVAILABLE
 */
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
 * @param line the kernel's number
 * @throws SottoError PINS_UNAVAILABLE
 */
export function openLine(line: number, open: () => Line): Line {
  try {
    if (existsSync(join(GPIO, `gpio${line}`))) writeFileSync(join(GPIO, "unexport"), String(line));
    return open();
  } catch (cause) {
    throw new SottoError("PINS_UNAVAILABLE", `line ${line} of ${GPIO}`, cause);
  }
}
