import { SottoError } from "../../src/domain/errors.js";
import { isHeldOut } from "../texts/held-out.js";
import type { Random } from "../voices/random.js";
import { houseNumberWords, numberWords, spelledWords } from "../voices/spoken-values.js";
import { birthDate } from "./birth-dates.js";
import { aloudGroups } from "./digits-aloud.js";
import { FIRST_NAMES, LAST_NAMES } from "./names.js";
import * as numbers from "./numbers.js";
import { STREET_KINDS, STREET_NAMES, TOWNS } from "./places.js";
import { spelled, spelledWithSlip, spelledWithWords } from "./spelling.js";
import { CONDITIONS, DRUGS, MAIL_HOSTS, MAILBOXES, SECRET_WORDS } from "./things.js";

type Make = (random: Random) => string;

/** How often a value is drawn anew until it is one that is kept, as one in five is, and was not given yet. */
const MOST_DRAWS = 200;

const one =
  (list: readonly string[]): Make =>
  (random) =>
    list[random.whole(0, list.length - 1)] ?? "";

const first = one(FIRST_NAMES);
const last = one(LAST_NAMES);
const secretWord = one(SECRET_WORDS);
const streetKind = one(STREET_KINDS);

function street(random: Random): string {
  return `${one(STREET_NAMES)(random)} ${streetKind(random)}`;
}

function address(random: Random): string {
  const house = houseNumberWords(random);
  return random.pick([
    () => `${house} ${street(random)}`,
    () => `${house} ${street(random)}`,
    () => `${house} ${street(random)}`,
    () => `number ${numberWords(random.whole(2, 99))} ${street(random)}`,
    () => `flat ${numberWords(random.whole(1, 30))}, ${house} ${street(random)}`,
    () =>
      `apartment ${numberWords(random.whole(1, 12))} ${one(["B", "C", "D"])(random)}, ${house} ${street(random)}`,
    () => `${numberWords(random.whole(11, 99))} ${numberWords(random.whole(11, 99))} ${street(random)}`,
    () => `${aloudGroups(random, [3])} ${street(random)}`,
    () => `unit ${numberWords(random.whole(2, 40))}, ${one(STREET_NAMES)(random)} house, ${street(random)}`,
    () => `${one(STREET_NAMES)(random)} cottage, ${street(random)}`,
    () => `${numberWords(random.whole(2, 60))} ${one(["A", "B"])(random)} ${street(random)}`,
  ])();
}

function email(random: Random): string {
  const host = one(MAIL_HOSTS)(random);
  const joint = random.pick(["dot", "dot", "underscore", "dash", ""]);
  const name = `${first(random)} ${joint} ${last(random)}`.replace(/\s+/g, " ");
  return random.pick([
    () => `${name} at ${host}`,
    () => `${name} at ${host}`,
    () => `${first(random)} ${numberWords(random.whole(11, 99))} at ${host}`,
    () => `${spelledWords(last(random).slice(0, 1))} dot ${last(random)} at ${host}`,
    () =>
      `${one(MAILBOXES)(random)} at ${secretWord(random)} ${secretWord(random)} dot ${random.pick(["com", "org", "net", "co dot uk", "ca"])}`,
    () =>
      `${one(MAILBOXES)(random)} ${random.pick(["dot", "underscore", "dash"])} ${secretWord(random)} at ${host}`,
    () => `${first(random)} at ${last(random)} dot ${random.pick(["com", "me", "org", "io"])}`,
    () => `${secretWord(random)} ${secretWord(random)} ${aloudGroups(random, [2])} at ${host}`,
    () => `${spelledWords(first(random).slice(0, 4))} at ${host}`,
  ])();
}

function password(random: Random): string {
  const word = (): string => secretWord(random);
  return random.pick([
    () => `${word()} ${word()} ${numberWords(random.whole(12, 99))}`,
    () => `${word()} ${word()} ${word()}`,
    () => `capital ${word().slice(0, 1).toUpperCase()}, ${word()} ${aloudGroups(random, [3])}`,
    () => `${word()} dash ${word()} dash ${aloudGroups(random, [2])}`,
    () => `${word()} ${aloudGroups(random, [4])} ${random.pick(["exclamation mark", "hash", "dollar sign"])}`,
    () => `${word()} ${word()}, all lower case`,
    () => `${word()} underscore ${word()}`,
  ])();
}

function place(random: Random): string {
  const town = one(TOWNS)(random);
  return random.pick([
    () => town,
    () => town,
    () => town,
    () => town,
    () => `${town} station`,
    () =>
      `${town} ${random.pick(["market", "hospital", "high school", "library", "airport", "bus station"])}`,
    () =>
      `${one(STREET_NAMES)(random)} ${random.pick(["primary school", "elementary", "park", "leisure centre", "nursery"])}`,
    () => street(random),
  ])();
}

/** Where somebody waits or parks. */
function spot(random: Random): string {
  return random.pick([
    () => `${one(TOWNS)(random)} ${random.pick(["station", "market", "hospital", "airport", "bus station"])}`,
    () =>
      `${one(STREET_NAMES)(random)} ${random.pick(["park", "leisure centre", "nursery", "garden centre"])}`,
    () => street(random),
  ])();
}

function medicine(random: Random): string {
  const drug = one(DRUGS)(random);
  return random.pick([() => drug, () => drug, () => `my ${drug}`, () => `the ${drug}`])();
}

function both(random: Random): string {
  return `${first(random)} ${last(random)}`;
}

/** Put together from listed words, each of which is kept. */
const OF_KEPT_WORDS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["first", first],
  ["last", last],
  ["full", both],
  ["name", (random) => random.pick([first, both])(random)],
  ["first's", (random) => `${first(random)}'s`],
  ["junior", (random) => `${both(random)} junior`],
  ["letters", (random) => spelled(random, random.pick([first, last, last])(random))],
  ["letter-words", (random) => spelledWithWords(random, random.pick([first, last])(random))],
  ["letter-slip", (random) => spelledWithSlip(random, last(random))],
  ["town", one(TOWNS)],
  ["place", place],
  ["spot", spot],
  ["school", (random) => `${one(STREET_NAMES)(random)} ${one(["primary", "academy", "elementary"])(random)}`],
  ["street", street],
  ["address", address],
  ["house", (random) => `${houseNumberWords(random)} ${street(random)}`],
  ["email", email],
  ["password", password],
  ["words", (random) => `${secretWord(random)} ${secretWord(random)}`],
  ["condition", one(CONDITIONS)],
  ["drug", one(DRUGS)],
  ["medicine", medicine],
]);

const POSTCODES = [
  numbers.britishPostcode,
  numbers.britishPostcode,
  numbers.zipCode,
  numbers.canadianPostcode,
] as const;
const AGES = ["old", "old", "grown", "grown", "grown", "young"] as const;

/** Digits, letters and dates, kept where the whole is. */
const DRAWN: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["box", (random) => `P O box ${aloudGroups(random, [4])}`],
  ["uk", numbers.britishPostcode],
  ["canadian", numbers.canadianPostcode],
  ["zip", numbers.zipCode],
  ["eircode", numbers.eircode],
  ["postcode", (random) => random.pick(POSTCODES)(random)],
  ["three", (random) => aloudGroups(random, [3])],
  ["four", (random) => aloudGroups(random, [4])],
  ["nine", (random) => aloudGroups(random, [3, 3, 3])],
  ["ten", (random) => aloudGroups(random, [3, 3, 4])],
  ["phone", numbers.phone],
  ["card", numbers.card],
  ["insurance", numbers.nationalInsurance],
  ["social", numbers.socialSecurity],
  ["account", numbers.account],
  ["sort", numbers.sortCode],
  ["iban", numbers.iban],
  ["passport", numbers.passport],
  ["licence", numbers.drivingLicence],
  ["pin", numbers.pin],
  ["code", numbers.code],
  ["birth", (random) => birthDate(random, random.pick(AGES))],
  ["born-long-ago", (random) => birthDate(random, "old")],
  ["born-lately", (random) => birthDate(random, "young")],
  ["long", numbers.longNumber],
  ["bare", numbers.bareNumber],
]);

/**
 * A value of a kind as it is spoken, one that is kept for this set: either every listed word of it is, or the whole.
 * @param used the values that were given before; the new one is added, and is another one as long as there are any
 * @throws SottoError INTERNAL for a kind that does not exist
 */
export function spokenValue(random: Random, kind: string, used: Set<string>): string {
  const drawn = DRAWN.get(kind);
  const make = drawn ?? OF_KEPT_WORDS.get(kind);
  if (make === undefined) throw new SottoError("INTERNAL", `a carrier asks for the value ${kind}`);
  let kept: string | undefined;
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const value = make(random);
    if (drawn !== undefined && !isHeldOut(bare(value))) continue;
    kept = value;
    if (!used.has(value)) break;
  }
  if (kept === undefined) throw new SottoError("INTERNAL", `no value of ${kind} is kept`);
  used.add(kept);
  return kept;
}

/** The value without marks for pauses, in small letters. */
export function bare(value: string): string {
  return value.replace(/[,.?!;]/g, "").toLowerCase();
}
