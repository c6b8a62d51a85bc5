import type { Random } from "../voices/random.js";
import { numberWords } from "../voices/spoken-values.js";

/** How one speaker reads digits. */
interface Manner {
  readonly zero: "oh" | "zero" | "nought";
  /** Says "double" and "triple" where a digit comes again. */
  readonly doubles: boolean;
}

const NAMES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
/** Endings that are said as numbers: "seven hundred", "four thousand". */
const HUNDRED_ONE_IN = 12;

function manner(random: Random): Manner {
  return {
    zero: random.pick(["oh", "oh", "oh", "zero", "zero", "nought"]),
    doubles: random.next() < 0.55,
  };
}

function one(digit: string, { zero }: Manner): string {
  return digit === "0" ? zero : (NAMES[Number(digit)] ?? zero);
}

function group(digits: string, how: Manner): string {
  const words: string[] = [];
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i] ?? "0";
    const again = how.doubles ? /^(.)\1*/.exec(digits.slice(i))?.[0].length : 1;
    if (again === 2 || again === 3) {
      words.push(again === 2 ? "double" : "triple", one(digit, how));
      i += again - 1;
    } else words.push(one(digit, how));
  }
  return words.join(" ");
}

/** So many digits at random, none first that is zero. */
export function someDigits(random: Random, count: number): string {
  return Array.from({ length: count }, (_, i) => String(random.whole(i === 0 ? 1 : 0, 9))).join("");
}

/**
 * Digits one by one in groups of the given sizes, with a breath between the groups; one speaker's way of saying
 * zero and double holds for all of them.
 */
export function aloud(random: Random, digits: string, groups: readonly number[] = [digits.length]): string {
  const how = manner(random);
  const said: string[] = [];
  let at = 0;
  for (const size of groups) {
    const part = digits.slice(at, at + size);
    at += size;
    if (part.length === 3 && part.endsWith("00") && part[0] !== "0" && random.whole(1, 2) === 1) {
      said.push(`${one(part[0] ?? "1", how)} hundred`);
    } else said.push(group(part, how));
  }
  return said.join(", ");
}

/** As `aloud`, with digits drawn here. */
export function aloudGroups(random: Random, groups: readonly number[]): string {
  const count = groups.reduce((sum, size) => sum + size, 0);
  return aloud(random, someDigits(random, count), groups);
}

/** Pairs as numbers: "forty two eighteen", now and then "twenty seven hundred". */
export function inPairs(random: Random, pairs: number): string {
  if (pairs === 2 && random.whole(1, HUNDRED_ONE_IN) === 1) {
    return `${numberWords(random.whole(11, 98))} hundred`;
  }
  return Array.from({ length: pairs }, () => {
    const pair = random.whole(1, 99);
    return pair < 10 ? `oh ${numberWords(pair)}` : numberWords(pair);
  }).join(" ");
}

/** A number with a slip in the middle that is put right at once. */
export function withSlip(random: Random, count: number): string {
  const digits = someDigits(random, count);
  const how = manner(random);
  const slipAt = random.whole(1, count - 2);
  const wrong = String((Number(digits[slipAt]) + random.whole(1, 8)) % 10);
  const sorry = random.pick(["no,", "sorry,", "no wait,", "um, no,", "i mean,"]);
  return `${group(digits.slice(0, slipAt) + wrong, how)}, ${sorry} ${group(digits.slice(slipAt), how)}`;
}

/** A number with a hesitation in the middle. */
export function withFiller(random: Random, count: number): string {
  const digits = someDigits(random, count);
  const how = manner(random);
  const at = random.whole(2, count - 2);
  const filler = random.pick(["um,", "uh,", "er,", "let me see,"]);
  return `${group(digits.slice(0, at), how)}, ${filler} ${group(digits.slice(at), how)}`;
}
