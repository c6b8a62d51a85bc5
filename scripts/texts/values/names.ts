import { CITIES } from "../../../src/findings/tables/cities.js";
import { FIRST_NAMES } from "../../../src/findings/tables/first-names.js";
import { LAST_NAMES } from "../../../src/findings/tables/last-names.js";
import { ORDINARY_WORDS } from "../../../src/findings/tables/ordinary-words.js";
import { PROPER_WORDS } from "../../../src/findings/tables/proper-words.js";
import type { Random } from "../../voices/random.js";
import { mayTrainOn } from "../kept-apart.js";
import {
  COMMON_FIRST,
  COMMON_LAST,
  ENGLISH_NAMES,
  NAME_HOMES,
  type NameHome,
  NICKNAMES,
  WORD_NAMES,
} from "./name-lists.js";
import { one } from "./one.js";

const LISTED: ReadonlySet<string> = new Set(
  [FIRST_NAMES, LAST_NAMES, CITIES, ORDINARY_WORDS, PROPER_WORDS].flatMap((table) => table.split("|")),
);
const ONSETS = "b br bl c ch cl d dr f fl fr g gr h j k kr l m n p pr q r s sh sk st t th tr v w y z".split(
  " ",
);
const VOWELS = "a a a e e e i i i o o o u ai ea ee ia ie oa oo ou".split(" ");
const MIDDLES = "b d f l ll m mm n nn r rr s ss t v nd lm rn st lv nt rk mb".split(" ");
const FIRST_ENDS = "a a ia in en on el is ah ina etta ick ard o y ey ory und wen eth".split(" ");
const LAST_ENDS =
  "son man ton ley ford well er ov ski escu ez ini etti berg stein mann wood by sen quist ko ian oglu idis ett aux".split(
    " ",
  );

/** A name that no list holds, in letters that can be said. */
export function madeUpName(random: Random, kind: "first" | "last"): string {
  for (;;) {
    const start = one(random, ONSETS).replace(/^q$/, "qu") + one(random, VOWELS) + one(random, MIDDLES);
    const longer = random.next() < 0.25 ? one(random, VOWELS) + one(random, MIDDLES) : "";
    const name = start + longer + one(random, kind === "first" ? FIRST_ENDS : LAST_ENDS);
    if (name.length <= 11 && !/(.)\1\1|[^aeiouy]{5}/.test(name) && !LISTED.has(name) && mayTrainOn(name))
      return name;
  }
}

function homeOf(random: Random): NameHome {
  return random.next() < 0.3 ? ENGLISH_NAMES : one(random, NAME_HOMES);
}

export function firstName(random: Random, home = homeOf(random)): string {
  const which = random.next();
  if (which < 0.15) return madeUpName(random, "first");
  if (which < 0.27) return one(random, WORD_NAMES);
  if (which < 0.34) return one(random, NICKNAMES);
  if (which < 0.52) return one(random, COMMON_FIRST);
  return one(random, home.first);
}

export function lastName(random: Random, home = homeOf(random)): string {
  const which = random.next();
  if (which < 0.17) return madeUpName(random, "last");
  if (which < 0.42) return one(random, COMMON_LAST);
  return one(random, home.last);
}

const PARTICLES = [
  "van",
  "van der",
  "de",
  "de la",
  "von",
  "al",
  "el",
  "bin",
  "di",
  "da",
  "mac",
  "saint",
] as const;
const INITIALS = "A B C D E F G H J K L M N P R S T V W".split(" ");

/** First and last name from one home, with what people put between and behind. */
export function fullName(random: Random): string {
  const home = homeOf(random);
  const first = firstName(random, home);
  const last = lastName(random, home);
  const shape = random.next();
  if (shape < 0.04) return `${first} ${one(random, INITIALS)} ${last}`;
  if (shape < 0.07) return `${one(random, INITIALS)} ${one(random, INITIALS)} ${last}`;
  if (shape < 0.12) return `${first} ${firstName(random, home)} ${last}`;
  if (shape < 0.16) return `${first} ${last} ${lastName(random, home)}`;
  const particle = one(random, PARTICLES.filter(mayTrainOn));
  if (shape < 0.2) return `${first} ${particle} ${last}`;
  if (shape < 0.23) return `${first} ${last} ${random.pick(["junior", "senior", "the third", "the second"])}`;
  return `${first} ${last}`;
}
