import type { Random } from "../voices/random.js";
import { numberWords, spelledWords } from "../voices/spoken-values.js";
import { aloud, aloudGroups, inPairs, someDigits, withFiller, withSlip } from "./digits-aloud.js";

const POST_AREAS = "B L M S BS CF CV DE EH EX GL HU LE LS ME NE NG NR OX PE PL RG SA SO TN WR YO".split(" ");
/** What a British or Canadian postcode may end in. */
const POST_LETTERS = "ABDEFGHJLNPQRSTUWXYZ";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function letters(random: Random, count: number, from = ALPHABET): string {
  return spelledWords(Array.from({ length: count }, () => from[random.whole(0, from.length - 1)]).join(""));
}

export function britishPostcode(random: Random): string {
  const area = spelledWords(POST_AREAS[random.whole(0, POST_AREAS.length - 1)] ?? "B");
  const district = random.whole(1, 29);
  return `${area} ${numberWords(district)}, ${aloudGroups(random, [1])} ${letters(random, 2, POST_LETTERS)}`;
}

export function canadianPostcode(random: Random): string {
  const letter = (): string => letters(random, 1, "ABCEGHJKLMNPRSTVXY");
  const digit = (): string => aloudGroups(random, [1]);
  return `${letter()} ${digit()} ${letter()}, ${digit()} ${letter()} ${digit()}`;
}

export function zipCode(random: Random): string {
  const five = aloud(random, someDigits(random, 5), random.pick([[5], [5], [3, 2], [2, 3]]));
  return random.pick([five, five, `${five}, dash ${aloudGroups(random, [4])}`]);
}

export function eircode(random: Random): string {
  return `${letters(random, 1)} ${inPairs(random, 1)}, ${letters(random, 2)} ${aloudGroups(random, [2])}`;
}

export function phone(random: Random): string {
  const us = `${random.whole(2, 9)}${someDigits(random, 2)}555${`01${someDigits(random, 2)}`}`;
  return random.pick([
    () =>
      aloud(
        random,
        `07${someDigits(random, 9)}`,
        random.pick([
          [5, 6],
          [5, 3, 3],
          [3, 4, 4],
        ]),
      ),
    () => aloud(random, `01${someDigits(random, 9)}`, [5, 6]),
    () => aloud(random, `020${someDigits(random, 8)}`, [3, 4, 4]),
    () => aloud(random, us, [3, 3, 4]),
    () => aloud(random, us, [3, 3, 4]),
    () => `plus four four ${aloud(random, `7${someDigits(random, 9)}`, [4, 3, 3])}`,
    () => `one eight hundred, ${aloudGroups(random, [3, 4])}`,
    () => `area code ${aloudGroups(random, [3, 3, 4])}`,
    () => `${aloudGroups(random, [3, 4])} extension ${aloudGroups(random, [3])}`,
    () => aloud(random, `9${someDigits(random, 9)}`, [5, 5]),
    () => aloud(random, `04${someDigits(random, 8)}`, [4, 3, 3]),
    () =>
      `plus ${random.pick(["three five three", "four nine", "six one", "nine one"])} ${aloudGroups(random, [3, 3, 3])}`,
    () => aloudGroups(random, [3, 4]),
    () => `oh seven ${withFiller(random, 9)}`,
    () => `oh seven ${withSlip(random, 9)}`,
    () => `${aloudGroups(random, [3, 3])}, ${inPairs(random, 2)}`,
  ])();
}

export function card(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [4, 4, 4, 4]),
    () => aloudGroups(random, [4, 4, 4, 4]),
    () => aloud(random, `3${someDigits(random, 14)}`, [4, 6, 5]),
    () => inPairs(random, 8),
    () => withFiller(random, 16),
    () => withSlip(random, 16),
  ])();
}

/** As the British national insurance number is built. */
export function nationalInsurance(random: Random): string {
  return `${letters(random, 2)}, ${aloudGroups(random, [2, 2, 2])}, ${letters(random, 1, "ABCD")}`;
}

/** As the American social security number is built. */
export function socialSecurity(random: Random): string {
  return random.pick([() => aloudGroups(random, [3, 2, 4]), () => aloudGroups(random, [9])])();
}

export function account(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [8]),
    () => aloudGroups(random, [4, 4]),
    () => aloudGroups(random, [5, 5]),
    () => withSlip(random, 8),
  ])();
}

export function sortCode(random: Random): string {
  return random.pick([() => aloudGroups(random, [2, 2, 2]), () => inPairs(random, 3)])();
}

export function iban(random: Random): string {
  const country = random.pick(["GB", "DE", "IE", "NL"]);
  const bank = country === "DE" ? "" : `${letters(random, 4)}, `;
  return `${spelledWords(country)} ${aloudGroups(random, [2])}, ${bank}${aloudGroups(random, [4, 4, 4])}`;
}

export function passport(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [3, 3, 3]),
    () => `${letters(random, 1)} ${aloudGroups(random, [8])}`,
    () => `${letters(random, 2)} ${aloudGroups(random, [3, 4])}`,
  ])();
}

export function drivingLicence(random: Random): string {
  return `${letters(random, 5)}, ${aloudGroups(random, [6])}, ${letters(random, 2)} ${aloudGroups(random, [1])} ${letters(random, 2)}`;
}

export function pin(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [4]),
    () => aloudGroups(random, [4]),
    () => inPairs(random, 2),
    () => inPairs(random, 2),
    () => aloudGroups(random, [2, 2]),
    () => withSlip(random, 4),
  ])();
}

export function code(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [6]),
    () => aloudGroups(random, [3, 3]),
    () => inPairs(random, 3),
    () => aloudGroups(random, [5]),
    () => `${aloudGroups(random, [4])} ${random.pick(["hash", "star", "pound"])}`,
    () => `${letters(random, 1)} ${aloudGroups(random, [4])} ${letters(random, 1)}`,
    () => withFiller(random, 6),
  ])();
}

/** Five digits or more that are nothing else. */
export function longNumber(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [5]),
    () => aloudGroups(random, [6]),
    () => aloudGroups(random, [3, 4]),
    () => aloudGroups(random, [4, 4]),
    () => aloudGroups(random, [3, 3, 3]),
    () => aloudGroups(random, [10]),
    () => inPairs(random, 4),
    () => withFiller(random, 7),
    () => withSlip(random, 8),
  ])();
}

/** A number that is all there is of an utterance; any length. */
export function bareNumber(random: Random): string {
  return random.pick([
    () => aloudGroups(random, [3]),
    () => aloudGroups(random, [4]),
    () => inPairs(random, 2),
    () => aloudGroups(random, [6]),
    () => aloudGroups(random, [4, 4]),
    () => aloudGroups(random, [11]),
    () => withSlip(random, 6),
  ])();
}
