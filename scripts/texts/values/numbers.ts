import type { Random } from "../../voices/random.js";
import { digitWords, letters, numberWords, spelledWords, TENS } from "../../voices/spoken-values.js";
import { one } from "./one.js";

const ONES = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;
const BREATHS = [" ", " ", ", "] as const;

/** Digits one by one; each way to say nought, "double" and "triple" where they fall. */
export function digits(random: Random, count: number): string {
  const nought = random.pick(["oh", "oh", "zero", "zero", "nought"]);
  const drawn = Array.from({ length: count }, () => random.whole(0, 9));
  // Real numbers repeat themselves more than chance does.
  for (let i = 1; i < count; i++) if (random.next() < 0.12) drawn[i] = drawn[i - 1] ?? 0;
  const words: string[] = [];
  for (let i = 0; i < count; i++) {
    const digit = drawn[i] ?? 0;
    const word = digit === 0 ? nought : (ONES[digit] ?? nought);
    if (drawn[i + 1] === digit && drawn[i + 2] === digit && random.next() < 0.5) {
      words.push("triple", word);
      i += 2;
    } else if (drawn[i + 1] === digit && random.next() < 0.55) {
      words.push("double", word);
      i++;
    } else words.push(word);
  }
  return words.join(" ");
}

/** Two digits as one number: "forty two", "oh seven", "seventeen". */
export function pair(random: Random): string {
  const value = random.whole(0, 99);
  if (value === 0) return random.pick(["double oh", "hundred"]);
  return value < 10 ? `oh ${ONES[value]}` : numberWords(value);
}

export function pairs(random: Random, count: number): string {
  return Array.from({ length: count }, () => pair(random)).join(" ");
}

/** Groups of digits, each said in one way, with a breath now and then. */
export function groups(random: Random, sizes: readonly number[]): string {
  const breath = random.pick(BREATHS);
  const inPairs = random.next() < 0.2;
  return sizes
    .map((size) => {
      if (inPairs && size % 2 === 0) return pairs(random, size / 2);
      if (size === 3 && random.next() < 0.1) return `${ONES[random.whole(1, 9)]} hundred`;
      if (size === 4 && random.next() < 0.06) return `${ONES[random.whole(1, 9)]} thousand`;
      return digits(random, size);
    })
    .join(breath);
}

export function phoneNumber(random: Random): string {
  const start = random.pick(["oh seven", "zero seven", "oh one", "oh two", "oh eight"]);
  return random.pick([
    () => groups(random, [3, 3, 4]),
    () => groups(random, [3, 3, 4]),
    () => groups(random, [3, 4]),
    () => groups(random, [3, 4]),
    () => `${start} ${groups(random, [3, 3, 3])}`,
    () => `${start} ${groups(random, [3, 6])}`,
    () => `${start} ${groups(random, [2, 3, 4])}`,
    () => digits(random, random.whole(7, 11)),
    () => groups(random, [2, 2, 2, 2, 2]),
    () =>
      `plus ${random.pick(["one", "four four", "three five three", "nine one", "six one", "four nine"])} ${digits(random, 10)}`,
    () => `double oh ${random.pick(["four four", "three five three", "nine one"])} ${digits(random, 9)}`,
    () => `${digits(random, 3)}, ${pairs(random, 1)} ${pairs(random, 1)}`,
    () => `one eight hundred ${groups(random, [3, 4])}`,
    () => `${groups(random, [3, 3, 4])} extension ${digits(random, random.whole(2, 4))}`,
    () => `${digits(random, 3)} um ${digits(random, 4)}`,
    () => `${digits(random, 5)} ${digits(random, 6)}`,
  ])();
}

/** Letters and digits in a row, as on a plate or a booking. */
export function mixed(random: Random, letterCount: number, digitCount: number): string {
  return `${spelledWords(letters(random, letterCount))} ${digits(random, digitCount)}`;
}

export function cardNumber(random: Random): string {
  return random.pick([
    () => groups(random, [4, 4, 4, 4]),
    () => groups(random, [4, 4, 4, 4]),
    () => digits(random, random.whole(12, 16)),
    () => pairs(random, 8),
    () => groups(random, [4, 6, 5]),
  ])();
}

export function accountNumber(random: Random): string {
  return random.pick([
    () => digits(random, 8),
    () => groups(random, [4, 4]),
    () => digits(random, random.whole(6, 10)),
    () => groups(random, [2, 3, 3]),
  ])();
}

export function sortCode(random: Random): string {
  return random.pick([
    () => groups(random, [2, 2, 2]),
    () => pairs(random, 3),
    () => `${pair(random)} dash ${pair(random)} dash ${pair(random)}`,
    () => digits(random, 6),
  ])();
}

export function iban(random: Random): string {
  const land = random.pick(["G B", "I E", "D E", "F R", "E S", "N L", "C H"]);
  return `${land} ${digits(random, 2)} ${random.next() < 0.5 ? `${spelledWords(letters(random, 4))} ` : ""}${groups(random, [4, 4, 4])}`;
}

/** National insurance, social security, health, tax, passport, licence numbers. */
export function nationalNumber(random: Random): string {
  return random.pick([
    () => groups(random, [3, 2, 4]),
    () => groups(random, [3, 3, 4]),
    () =>
      `${spelledWords(letters(random, 2))} ${groups(random, [2, 2, 2])} ${spelledWords(letters(random, 1))}`,
    () => digits(random, 9),
    () => mixed(random, 1, 8),
    () => mixed(random, 2, 7),
    () => `${digits(random, 4)} ${digits(random, 4)} ${digits(random, 4)}`,
  ])();
}

export function plate(random: Random): string {
  return random.pick([
    () => `${mixed(random, 2, 2)} ${spelledWords(letters(random, 3))}`,
    () => mixed(random, 3, 3),
    () => mixed(random, 3, 4),
    () => `${digits(random, 1)} ${spelledWords(letters(random, 3))} ${digits(random, 3)}`,
    () => `${mixed(random, 1, 3)} ${spelledWords(letters(random, 3))}`,
  ])();
}

export function reference(random: Random): string {
  return random.pick([
    () => mixed(random, random.whole(1, 3), random.whole(3, 6)),
    () => digits(random, random.whole(6, 10)),
    () => spelledWords(letters(random, 6)),
    () => `${mixed(random, 2, 2)} ${mixed(random, 2, 2)}`,
    () => `${digits(random, 3)} dash ${digits(random, random.whole(4, 7))}`,
  ])();
}

export function postcode(random: Random): string {
  const letter = (): string => one(random, "A B C D E F G H K L M N P R S T W Y".split(" "));
  const digit = (): string => ONES[random.whole(1, 9)] ?? "one";
  const inward = (): string => `${digit()} ${letter()} ${letter()}`;
  const breath = random.pick(BREATHS);
  return random.pick([
    () => digits(random, 5),
    () => digits(random, 5),
    () => `${digits(random, 3)} ${pair(random)}`,
    () => `${pair(random)} ${digits(random, 3)}`,
    () => `${digits(random, 5)} dash ${digits(random, 4)}`,
    () => `${letter()} ${letter()} ${digit()}${breath}${inward()}`,
    () => `${letter()} ${letter()} ${digit()}${breath}${inward()}`,
    () => `${letter()} ${numberWords(random.whole(1, 29))}${breath}${inward()}`,
    () => `${letter()} ${letter()} ${numberWords(random.whole(10, 39))}${breath}${inward()}`,
    () => `${letter()} ${letter()} ${digit()} ${letter()}${breath}${inward()}`,
    () => `${letter()} ${digit()} ${letter()}${breath}${digit()} ${letter()} ${digit()}`,
    () => digits(random, 6),
    () => digits(random, 4),
  ])();
}

/** A number that stands alone or is read out: nobody says what it is. */
export function bareNumber(random: Random): string {
  return random.pick([
    () => digits(random, random.whole(5, 10)),
    () => digits(random, random.whole(5, 8)),
    () => groups(random, [3, 3]),
    () => groups(random, [2, 3, 2]),
    () => pairs(random, random.whole(3, 5)),
    () => digits(random, random.whole(12, 18)),
  ])();
}

/** A short answer to somebody's question: data too when nothing else is said. */
export function shortAnswer(random: Random): string {
  return random.pick([
    () => digits(random, random.whole(3, 4)),
    () => numberWords(random.whole(11, 99)),
    () => `${one(random, TENS)} ${digitWords(random, 1)}`,
    () => `${numberWords(random.whole(11, 99))} ${numberWords(random.whole(11, 99))}`,
  ])();
}
