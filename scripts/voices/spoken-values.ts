import type { Random } from "./random.js";

const DIGITS = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
const TEENS = [
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
] as const;
export const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"] as const;
const ORDINALS = (
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth " +
  "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split(" ");
export const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;
const LETTERS = "B C D E F G H J K L M N P R S T U V W X Y Z".split(" ");

/** 0 to 99 as it is said. */
export function numberWords(value: number): string {
  if (value < 10) return value === 0 ? "zero" : (DIGITS[value] ?? "zero");
  if (value < 20) return TEENS[value - 10] ?? "ten";
  const tens = TENS[Math.floor(value / 10) - 2] ?? "twenty";
  return value % 10 === 0 ? tens : `${tens} ${DIGITS[value % 10]}`;
}

/** Digits one by one, as people say them: "oh" or "zero", now and then "double". */
export function digitWords(random: Random, count: number): string {
  const zero = random.pick(["oh", "zero", "oh"]);
  const digits = Array.from({ length: count }, () => random.whole(0, 9));
  const words: string[] = [];
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i] ?? 0;
    const word = digit === 0 ? zero : (DIGITS[digit] ?? zero);
    if (digits[i + 1] === digit && random.next() < 0.5) {
      words.push("double", word);
      i++;
    } else words.push(word);
  }
  return words.join(" ");
}

/** Groups of digits with a breath between them. */
export function groupedDigits(random: Random, groups: readonly number[]): string {
  return groups.map((count) => digitWords(random, count)).join(", ");
}

export function phoneWords(random: Random): string {
  return random.pick([
    () => `oh seven ${groupedDigits(random, [3, 3, 3])}`,
    () => groupedDigits(random, [3, 3, 4]),
    () => `oh one ${groupedDigits(random, [3, 3, 3])}`,
    () => groupedDigits(random, [3, 4]),
  ])();
}

export function codeWords(random: Random): string {
  return random.pick([
    () => digitWords(random, 4),
    () => digitWords(random, 4),
    () => digitWords(random, 6),
    () => `${numberWords(random.whole(13, 99))} ${numberWords(random.whole(13, 99))}`,
  ])();
}

export function identityWords(random: Random): string {
  return random.pick([
    () => groupedDigits(random, [4, 4, 4, 4]),
    () => digitWords(random, 8),
    () => groupedDigits(random, [3, 2, 4]),
    () => `${letter(random)} ${letter(random)} ${groupedDigits(random, [2, 2, 2])} ${letter(random)}`,
  ])();
}

export function postcodeWords(random: Random): string {
  return random.pick([
    () =>
      `${letter(random)} ${letter(random)} ${DIGITS[random.whole(1, 9)]}, ${DIGITS[random.whole(1, 9)]} ${letter(random)} ${letter(random)}`,
    () => digitWords(random, 5),
    () =>
      `${letter(random)} ${numberWords(random.whole(1, 19))}, ${DIGITS[random.whole(1, 9)]} ${letter(random)} ${letter(random)}`,
  ])();
}

export function birthDateWords(random: Random): string {
  const day = ORDINALS[random.whole(0, 19)] ?? "first";
  const month = random.pick(MONTHS);
  const year = `nineteen ${numberWords(random.whole(31, 99))}`;
  return random.pick([
    `the ${day} of ${month} ${year}`,
    `${month} ${day} ${year}`,
    `${month} the ${day} ${year}`,
  ]);
}

/** So many letters that spell no name. */
export function letters(random: Random, count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return Array.from({ length: count }, () => alphabet[random.whole(0, 25)] ?? "B").join("");
}

/** A name letter by letter. */
export function spelledWords(name: string): string {
  return [...name.toUpperCase()].join(" ");
}

export function houseNumberWords(random: Random): string {
  return random.pick([
    () => numberWords(random.whole(2, 99)),
    () => `one hundred and ${numberWords(random.whole(2, 60))}`,
    () => `${DIGITS[random.whole(1, 9)]} ${numberWords(random.whole(11, 99))}`,
  ])();
}

function letter(random: Random): string {
  return LETTERS[random.whole(0, LETTERS.length - 1)] ?? "B";
}
