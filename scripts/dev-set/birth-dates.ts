import type { Random } from "../voices/random.js";
import { MONTHS, numberWords } from "../voices/spoken-values.js";

const ONES = "first second third fourth fifth sixth seventh eighth ninth".split(" ");
const TEENS =
  "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(
    " ",
  );

function ordinal(day: number): string {
  if (day < 10) return ONES[day - 1] ?? "first";
  if (day < 20) return TEENS[day - 10] ?? "tenth";
  if (day % 10 === 0) return day === 20 ? "twentieth" : "thirtieth";
  return `${day < 30 ? "twenty" : "thirty"} ${ONES[(day % 10) - 1]}`;
}

/** Born before the war and after it, as a parent of today, or in this century. */
type Age = "old" | "grown" | "young";

function year(random: Random, age: Age): string {
  if (age === "young") {
    const after = random.whole(0, 21);
    if (after === 0) return "two thousand";
    return after > 9 && random.next() < 0.6
      ? `twenty ${numberWords(after)}`
      : `two thousand and ${numberWords(after)}`;
  }
  const [from, to] = age === "old" ? [31, 55] : [56, 99];
  const two = numberWords(random.whole(from, to));
  return random.pick([
    `nineteen ${two}`,
    `nineteen ${two}`,
    `nineteen ${two}`,
    `nineteen hundred and ${two}`,
    two,
  ]);
}

/** A date of birth in words or, by its months' numbers, in digits. */
export function birthDate(random: Random, age: Age): string {
  const day = random.whole(1, 28);
  const month = random.pick(MONTHS);
  const number = random.whole(1, 12);
  const two = (value: number): string => (value < 10 ? `oh ${numberWords(value)}` : numberWords(value));
  return random.pick([
    () => `the ${ordinal(day)} of ${month} ${year(random, age)}`,
    () => `the ${ordinal(day)} of ${month}, ${year(random, age)}`,
    () => `${month} ${ordinal(day)}, ${year(random, age)}`,
    () => `${month} the ${ordinal(day)}, ${year(random, age)}`,
    () => `${ordinal(day)} ${month} ${year(random, age)}`,
    () => `${numberWords(day)} ${month} ${year(random, age)}`,
    () => `${two(day)} ${two(number)} ${year(random, age)}`,
    () => `${two(day)}, ${two(number)}, ${year(random, age)}`,
  ])();
}
