import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";

export const GPIO = "/sys/class/gpio";

/** The chips whose lines go to the header of a Raspberry Pi: up to Zero 2 W and 3, 4, and 5. */
export const HEADER_CHIPS: readonly string[] = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"];

/**
 * The kernel's number for a line of the header. Kernels number lines as they please (512 + n, 571 + n, n), and a
 * board has more chips than the header's, so the chip is found by its label and never by its place.
 *
 * @param line as the header names it: 17 for GPIO17
 * @throws SottoError PINS_UNAVAILABLE with the labels that were found
 */
export function kernelLine(line: number, gpio: string = GPIO): number {
  const chips = chipsOf(gpio);
  const chip = chips.find(({ label }) => HEADER_CHIPS.includes(label));
  if (chip === undefined) {
    const labels = chips.map(({ label }) => label).sort();
    const found = labels.length === 0 ? "none" : labels.join(", ");
    throw new SottoError(
      "PINS_UNAVAILABLE",
      `no chip of a Raspberry Pi's header in ${gpio}; found: ${found}`,
    );
  }
  if (line < chip.lines) return chip.base + line;
  throw new SottoError("PINS_UNAVAILABLE", `${chip.label} has lines 0 to ${chip.lines - 1}, not ${line}`);
}

interface Chip {
  readonly label: string;
  readonly base: number;
  readonly lines: number;
}

function chipsOf(gpio: string): readonly Chip[] {
  try {
    return readdirSync(gpio)
      .filter((name) => /^gpiochip\d+$/.test(name))
      .map((name) => {
        const read = (file: string) => readFileSync(join(gpio, name, file), "utf8").trim();
        return { label: read("label"), base: Number(read("base")), lines: Number(read("ngpio")) };
      });
  } catch (cause) {
    throw new SottoError("PINS_UNAVAILABLE", `${gpio} cannot be read`, cause);
  }
}
