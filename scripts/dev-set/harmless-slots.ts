import { SottoError } from "../../src/domain/errors.js";
import type { Random } from "../voices/random.js";
import { MONTHS, numberWords } from "../voices/spoken-values.js";

const DAYS = (
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth " +
  "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split(" ");
const MINUTES = ["fifteen", "thirty", "oh five", "twenty five", "forty", "forty five"] as const;
const FOODS = [
  "mushrooms",
  "butter",
  "sweet potatoes",
  "cocoa",
  "raspberries",
  "oatcakes",
  "pasta shells",
  "brown sugar",
] as const;
const UNITS = ["inches", "kilometres", "gallons", "ounces", "yards", "millilitres", "stones"] as const;

const SLOTS: ReadonlyMap<string, (random: Random) => string> = new Map([
  ["count", (random: Random) => numberWords(random.whole(11, 90))],
  ["small", (random: Random) => numberWords(random.whole(2, 9))],
  ["hour", (random: Random) => numberWords(random.whole(1, 12))],
  ["minute", (random: Random) => random.pick(MINUTES)],
  ["day", (random: Random) => DAYS[random.whole(0, DAYS.length - 1)] ?? "first"],
  ["month", (random: Random) => random.pick(MONTHS)],
  ["food", (random: Random) => random.pick(FOODS)],
  ["unit", (random: Random) => random.pick(UNITS)],
]);

/**
 * What stands in a harmless sentence instead of `<kind>`: counted, measured, a time, a date, a thing.
 * @throws SottoError INTERNAL for a kind that does not exist
 */
export function harmlessSlot(random: Random, kind: string): string {
  const make = SLOTS.get(kind);
  if (make === undefined) throw new SottoError("INTERNAL", `a harmless sentence asks for ${kind}`);
  return make(random);
}
