import type { Random } from "../../voices/random.js";
import { letters, numberWords, spelledWords } from "../../voices/spoken-values.js";
import { firstName, lastName, madeUpName } from "./names.js";
import { digits } from "./numbers.js";
import { one } from "./one.js";
import { secretWord } from "./secrets.js";

const HOSTS = (
  "gmail dot com|gmail dot com|outlook dot com|yahoo dot com|yahoo dot co dot uk|icloud dot com|hotmail dot com|" +
  "hotmail dot co dot uk|aol dot com|proton mail dot com|live dot com|msn dot com|btinternet dot com|me dot com|" +
  "gmx dot net|sky dot com|mail dot ru|yahoo dot co dot in|comcast dot net|verizon dot net"
).split("|");
const ENDS = ["com", "org", "net", "co dot uk", "io", "ie", "edu", "us", "de", "dev"] as const;

function host(random: Random): string {
  if (random.next() < 0.62) return one(random, HOSTS);
  const name = random.pick([
    () => lastName(random),
    () => madeUpName(random, "last"),
    () => `${secretWord(random)} ${secretWord(random)}`,
    () => spelledWords(letters(random, 3)),
    () => `${lastName(random)} and sons`,
  ])();
  return `${name} dot ${random.pick(ENDS)}`;
}

/** What stands before the "at". */
function localPart(random: Random): string {
  const first = firstName(random);
  const last = lastName(random);
  const number = random.pick([
    () => digits(random, 2),
    () => numberWords(random.whole(1, 99)),
    () => digits(random, 4),
  ])();
  return random.pick([
    () => `${first} dot ${last}`,
    () => `${first} dot ${last}`,
    () => `${first} ${last}`,
    () => first,
    () => `${first} underscore ${last}`,
    () => `${first} dash ${last}`,
    () => `${first} ${number}`,
    () => `${first} dot ${last} ${number}`,
    () => `${spelledWords(first.slice(0, 1))} dot ${last}`,
    () => `${spelledWords(first.slice(0, 1))} ${last}`,
    () => spelledWords(last.slice(0, 7)),
    () => `${secretWord(random)} ${secretWord(random)} ${number}`,
    () => `${secretWord(random)} underscore ${secretWord(random)}`,
    () => `${first} ${last} all one word`,
    () => `the ${last}s`,
    () => `${last} ${random.pick(["family", "house", "builders"])}`,
    () => `${first} the ${secretWord(random)}`,
    () => random.pick(["info", "sales", "office", "accounts", "bookings"]),
  ])();
}

export function emailAddress(random: Random): string {
  return `${localPart(random)} at ${host(random)}`;
}

/** A user name or handle. */
export function handle(random: Random): string {
  const number = numberWords(random.whole(1, 99));
  return random.pick([
    () => `${secretWord(random)} ${secretWord(random)} ${number}`,
    () => `${firstName(random)} underscore ${lastName(random)}`,
    () => `${firstName(random)} ${number}`,
    () => `at ${firstName(random)} ${lastName(random)}`,
    () => `the real ${firstName(random)}`,
    () => `${secretWord(random)} dot ${secretWord(random)}`,
  ])();
}
