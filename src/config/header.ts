/**
 * The 40-pin header of every Raspberry Pi since the B+: which pin a line goes to, and which pins are ground and power.
 * Source: Raspberry Pi's documentation, "GPIO and the 40-pin header".
 */
const PIN_OF_LINE: Readonly<Record<number, number>> = {
  2: 3,
  3: 5,
  4: 7,
  14: 8,
  15: 10,
  17: 11,
  18: 12,
  27: 13,
  22: 15,
  23: 16,
  24: 18,
  10: 19,
  9: 21,
  25: 22,
  11: 23,
  8: 24,
  7: 26,
  0: 27,
  1: 28,
  5: 29,
  6: 31,
  12: 32,
  13: 33,
  19: 35,
  16: 36,
  26: 37,
  20: 38,
  21: 40,
};

export const HEADER_PINS = 40;
export const GROUND_PINS: readonly number[] = [6, 9, 14, 20, 25, 30, 34, 39];
const POWER_PINS: Readonly<Record<number, string>> = { 1: "3V3", 2: "5V", 4: "5V", 17: "3V3" };

/** The pin, counted from 1, that a line as the header names it (17 for GPIO17) goes to; undefined for one inside the board. */
export function pinOfLine(line: number): number | undefined {
  return PIN_OF_LINE[line];
}

const LINE_OF_PIN: ReadonlyMap<number, number> = new Map(
  Object.entries(PIN_OF_LINE).map(([line, pin]) => [pin, Number(line)]),
);

/** What a pin is called: `GPIO17`, `GND`, `3V3`, `5V`. */
export function pinName(pin: number): string {
  const line = LINE_OF_PIN.get(pin);
  if (line !== undefined) return `GPIO${line}`;
  return POWER_PINS[pin] ?? "GND";
}
