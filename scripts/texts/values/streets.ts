import type { Random } from "../../voices/random.js";
import { numberWords } from "../../voices/spoken-values.js";
import { isHeldOut } from "../held-out.js";
import { firstName, lastName } from "./names.js";
import { one } from "./one.js";
import { compound, townName } from "./places.js";

const SUFFIXES = (
  "street street street road road road lane lane avenue avenue drive drive close crescent way place court terrace row gate " +
  "gardens grove hill park square walk mews rise view boulevard parkway circle trail pike loop green quay parade"
).split(" ");
const INDIAN = "nagar marg colony road street cross main road chowk bagh".split(" ");
const PLAIN = (
  "oak maple elm cedar willow chestnut hawthorn juniper larch poplar sycamore birch beech rowan orchard meadow mill church " +
  "station victoria albert king's queen's prince's bishop's abbey castle bridge market school college park forest lake river " +
  "spring hill garden vine rose lavender heather poppy magnolia dogwood hickory walnut peach cherry apple pine spruce aspen " +
  "canal harbour dock wharf foundry tanner weaver potter fisher shepherd falcon heron kestrel swan raven robin fox deer stag " +
  "badger otter sunset sunrise summit prospect liberty union washington lincoln jefferson madison jackson franklin front main"
)
  .split(" ")
  .filter((word) => !isHeldOut(word.replace(/'s$/, "")));
const ORDINAL_STREETS = (
  "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|fourteenth|nineteenth|" +
  "twenty first|thirty second|forty second|fifty seventh|hundred and tenth"
).split("|");
const LETTERS = "A B C D E F G H K M N S".split(" ");

/** The street alone, with its kind. */
export function streetName(random: Random): string {
  const suffix = one(random, SUFFIXES);
  return random.pick([
    () => `${one(random, PLAIN)} ${suffix}`,
    () => `${one(random, PLAIN)} ${suffix}`,
    () => `${lastName(random)} ${suffix}`,
    () => `${lastName(random)} ${suffix}`,
    () => `${compound(random)} ${suffix}`,
    () => `${compound(random)} ${suffix}`,
    () => `${firstName(random)} ${suffix}`,
    () => `${townName(random)} ${suffix}`,
    () => `${one(random, PLAIN)} ${one(random, PLAIN)} ${suffix}`,
    () => `saint ${firstName(random)}'s ${suffix}`,
    () =>
      `${random.pick(["north", "south", "east", "west", "old", "upper", "lower", "great", "little"])} ${one(random, PLAIN)} ${suffix}`,
    () =>
      `${random.pick(["west ", "east ", "", ""])}${one(random, ORDINAL_STREETS)} ${random.pick(["street", "avenue"])}`,
    () => `${lastName(random)} ${one(random, INDIAN)}`,
    () => `${one(random, LETTERS)} ${one(random, LETTERS)} road`,
    () => `${random.pick(["the ", ""])}${compound(random)}${random.pick([" hill", " green", " bottom"])}`,
  ])();
}

/** A house number as it is said: "twelve A", "one oh seven", "four fifty", "two hundred and six". */
export function houseNumber(random: Random): string {
  const n = (low: number, high: number): string => numberWords(random.whole(low, high));
  return random.pick([
    () => n(1, 99),
    () => n(1, 99),
    () => n(2, 60),
    () => `${n(1, 99)} ${one(random, LETTERS)}`,
    () => `number ${n(1, 99)}`,
    () => `${n(1, 9)} oh ${n(1, 9)}`,
    () => `${n(1, 9)} ${n(10, 99)}`,
    () => `${n(10, 99)} ${n(10, 99)}`,
    () => `${random.pick(["a", "one", "two", "three"])} hundred and ${n(1, 99)}`,
    () => `${n(1, 9)} hundred`,
    () => `${n(1, 9)} ${n(1, 9)} ${n(1, 9)}`,
    () => `${n(1, 19)} thousand ${n(1, 9)} hundred and ${n(1, 99)}`,
  ])();
}

/** Flat, unit, floor or room: what stands before the house or alone. */
export function unitName(random: Random): string {
  const kind = random.pick([
    "flat",
    "flat",
    "apartment",
    "apartment",
    "unit",
    "suite",
    "room",
    "apt",
    "floor",
  ]);
  const number = numberWords(random.whole(1, 40));
  return kind === "floor"
    ? `${random.pick(["ground", "first", "second", "third", "fourth", "top"])} floor`
    : `${kind} ${number}${random.next() < 0.4 ? ` ${one(random, LETTERS)}` : ""}`;
}

/** House and street, now and then with a flat before or behind. */
export function addressLine(random: Random): string {
  const house = `${houseNumber(random)} ${streetName(random)}`;
  const which = random.next();
  if (which < 0.16) return `${unitName(random)}${random.pick([", ", " "])}${house}`;
  if (which < 0.24) return `${house}${random.pick([", ", " "])}${unitName(random)}`;
  if (which < 0.28)
    return `${compound(random)} ${random.pick(["cottage", "house", "farm", "lodge"])}, ${streetName(random)}`;
  return house;
}
