import type { Random } from "./random.js";

/**
 * Names put together from syllables, so that no list of names holds them. The vowels are plain, because a
 * recogniser should be able to write down something near them.
 */
const FIRST_SYLLABLES = [
  "tav",
  "mel",
  "zor",
  "bren",
  "kal",
  "dov",
  "fen",
  "lor",
  "nev",
  "pel",
  "ril",
  "sev",
] as const;
const FIRST_ENDINGS = ["ia", "ek", "ina", "or", "esa", "win", "ila", "an", "eth", "ora"] as const;
const LAST_SYLLABLES = [
  "mor",
  "vel",
  "thorn",
  "quen",
  "hal",
  "drun",
  "kes",
  "bram",
  "sorr",
  "tel",
  "wex",
  "gar",
] as const;
const LAST_ENDINGS = [
  "beck",
  "dale",
  "mont",
  "ford",
  "wick",
  "stead",
  "ling",
  "brook",
  "more",
  "ton",
  "vin",
] as const;
/** Streets are two plain words run together, as real ones are. */
const STREET_FIRST = [
  "winter",
  "copper",
  "amber",
  "falcon",
  "silver",
  "raven",
  "thistle",
  "harbour",
  "juniper",
] as const;
const STREET_LAST = ["moss", "field", "gate", "brook", "stone", "ridge", "wood", "mere", "fall"] as const;
const STREET_KINDS = ["street", "road", "avenue", "lane", "crescent", "close", "drive"] as const;

export function madeUpFirst(random: Random): string {
  return random.pick(FIRST_SYLLABLES) + random.pick(FIRST_ENDINGS);
}

export function madeUpLast(random: Random): string {
  return random.pick(LAST_SYLLABLES) + random.pick(LAST_ENDINGS);
}

export function madeUpStreet(random: Random): string {
  return `${random.pick(STREET_FIRST)}${random.pick(STREET_LAST)} ${random.pick(STREET_KINDS)}`;
}
