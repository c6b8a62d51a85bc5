import type { Random } from "../../voices/random.js";
import { MONTHS, numberWords } from "../../voices/spoken-values.js";
import { one } from "./one.js";

const DAYS = (
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth " +
  "sixteenth seventeenth eighteenth nineteenth twentieth"
)
  .split(" ")
  .concat(
    "first second third fourth fifth sixth seventh eighth ninth".split(" ").map((day) => `twenty ${day}`),
  )
  .concat(["thirtieth", "thirty first"]);

export function dayWords(random: Random): string {
  return one(random, DAYS);
}

function birthYear(random: Random): string {
  return random.pick([
    () => `nineteen ${numberWords(random.whole(25, 99))}`,
    () => `nineteen ${numberWords(random.whole(40, 99))}`,
    () => `nineteen ${numberWords(random.whole(50, 99))}`,
    () => `nineteen oh ${numberWords(random.whole(1, 9))}`,
    () => `two thousand${random.pick([" and", ""])} ${numberWords(random.whole(1, 20))}`,
    () =>
      `twenty ${random.next() < 0.4 ? "oh " : ""}${numberWords(random.whole(1, 9))}`.replace(
        "twenty one",
        "twenty ten",
      ),
    () => numberWords(random.whole(40, 99)),
  ])();
}

/** A date of birth in any of the ways people say one, with the year. */
export function birthDate(random: Random): string {
  const day = one(random, DAYS);
  const month = random.pick(MONTHS);
  const year = birthYear(random);
  const figure = (low: number, high: number): string => {
    const value = random.whole(low, high);
    return value < 10 && random.next() < 0.6 ? `oh ${numberWords(value)}` : numberWords(value);
  };
  return random.pick([
    () => `the ${day} of ${month} ${year}`,
    () => `the ${day} of ${month} ${year}`,
    () => `the ${day} of ${month}, ${year}`,
    () => `${day} of ${month} ${year}`,
    () => `${month} ${day} ${year}`,
    () => `${month} ${day}, ${year}`,
    () => `${month} the ${day} ${year}`,
    () => `${day} ${month} ${year}`,
    () => `${figure(1, 12)} ${figure(13, 28)} ${numberWords(random.whole(30, 99))}`,
    () => `${figure(1, 28)} ${figure(1, 12)} ${year}`,
    () => `${figure(1, 28)} slash ${figure(1, 12)} slash ${year}`,
    () => `${month} ${numberWords(random.whole(1, 28))} ${year}`,
  ])();
}

/** Day and month: a birthday. */
export function birthday(random: Random): string {
  const day = one(random, DAYS);
  const month = random.pick(MONTHS);
  return random.pick([
    `the ${day} of ${month}`,
    `${month} ${day}`,
    `${month} the ${day}`,
    `${day} of ${month}`,
  ]);
}

/** Month and year, or the year alone. */
export function birthMonth(random: Random): string {
  const year = `nineteen ${numberWords(random.whole(35, 99))}`;
  return random.pick([`${random.pick(MONTHS)} ${year}`, year, `${random.pick(MONTHS)} of ${year}`]);
}

export function ageWords(random: Random): string {
  return numberWords(
    random.pick([() => random.whole(13, 99), () => random.whole(30, 89), () => random.whole(2, 17)])(),
  );
}
