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

/** How often a number is drawn anew until it is one that is kept; one in five is. */
const MOST_DRAWS = 400;

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

const KINDS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["first", first],
  ["last", last],
  ["full", both],
  ["name", (random) => random.pick([first, both])(random)],
  ["first's", (random) => `${first(random)}'s`],
  ["last's", (random) => `${last(random)}'s`],
  ["junior", (random) => `${both(random)} junior`],
  ["letters", (random) => spelled(random, random.pick([first, last, last])(random))],
  ["letter-words", (random) => spelledWithWords(random, random.pick([first, last])(random))],
  ["letter-slip", (random) => spelledWithSlip(random, last(random))],
  ["town", one(TOWNS)],
  ["place", place],
  ["spot", spot],
  [
    "school",
    (random) => `${one(STREET_NAMES)(random)} ${random.pick(["primary", "academy", "elementary school"])}`,
  ],
  ["street", street],
  ["address", address],
  ["box", (random) => `P O box ${aloudGroups(random, [4])}`],
  ["house", (random) => `${houseNumberWords(random)} ${street(random)}`],
  ["uk", numbers.britishPostcode],
  ["canadian", numbers.canadianPostcode],
  ["zip", numbers.zipCode],
  ["eircode", numbers.eircode],
  [
    "postcode",
    (random) =>
      random.pick([
        numbers.britishPostcode,
        numbers.britishPostcode,
        numbers.zipCode,
        numbers.canadianPostcode,
      ])(random),
  ],
  ["four", (random) => aloudGroups(random, [4])],
  ["three", (random) => aloudGroups(random, [3])],
  ["phone", numbers.phone],
  ["email", email],
  ["card", numbers.card],
  ["insurance", numbers.nationalInsurance],
  ["social", numbers.socialSecurity],
  ["nine", (random) => aloudGroups(random, [3, 3, 3])],
  ["ten", (random) => aloudGroups(random, [3, 3, 4])],
  ["account", numbers.account],
  ["sort", numbers.sortCode],
  ["iban", numbers.iban],
  ["passport", numbers.passport],
  ["licence", numbers.drivingLicence],
  ["pin", numbers.pin],
  ["code", numbers.code],
  ["password", password],
  ["words", (random) => `${secretWord(random)} ${secretWord(random)}`],
  ["birth", (random) => birthDate(random, random.pick(["old", "old", "grown", "grown", "grown", "young"]))],
  ["born-long-ago", (random) => birthDate(random, "old")],
  ["born-lately", (random) => birthDate(random, "young")],
  ["condition", one(CONDITIONS)],
  ["drug", one(DRUGS)],
  ["medicine", medicine],
  ["long", numbers.longNumber],
  ["bare", numbers.bareNumber],
]);

/**
 * A value of a kind as it is spoken, one that is kept for this set: names, places, words and terms come from lists
 * of such, everything with digits or letters in it is drawn until the whole of it is.
 * @throws SottoError INTERNAL for a kind that does not exist
 */
export function spokenValue(random: Random, kind: string): string {
  const make = KINDS.get(kind);
  if (make === undefined) throw new SottoError("INTERNAL", `a carrier asks for the value ${kind}`);
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const value = make(random);
    if (isHeldOut(bare(value))) return value;
  }
  throw new SottoError("INTERNAL", `no value of ${kind} is kept`);
}

/** The value without marks for pauses, in small letters. */
export function bare(value: string): string {
  return value.replace(/[,.?!;]/g, "").toLowerCase();
}
