/** What a number word says, as digits. Tens wait for a unit: "forty" "two" is 42, "forty" "seventeen" 4017. */
export type NumberWord =
  | { readonly kind: "digit"; readonly digits: string }
  | { readonly kind: "teen"; readonly digits: string }
  | { readonly kind: "tens"; readonly digits: string }
  | { readonly kind: "magnitude"; readonly factor: number }
  | { readonly kind: "repeat"; readonly times: number };

const UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
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
];
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

function table(): ReadonlyMap<string, NumberWord> {
  const words = new Map<string, NumberWord>();
  UNITS.forEach((word, i) => {
    words.set(word, { kind: "digit", digits: String(i) });
  });
  for (const nought of ["nought", "naught", "knot", "nil", "oh"])
    words.set(nought, { kind: "digit", digits: "0" });
  TEENS.forEach((word, i) => {
    words.set(word, { kind: "teen", digits: String(10 + i) });
  });
  TENS.forEach((word, i) => {
    words.set(word, { kind: "tens", digits: String(20 + 10 * i) });
  });
  words.set("fourty", { kind: "tens", digits: "40" });
  words.set("hundred", { kind: "magnitude", factor: 100 });
  words.set("thousand", { kind: "magnitude", factor: 1_000 });
  words.set("million", { kind: "magnitude", factor: 1_000_000 });
  for (const double of ["double", "dubble"]) words.set(double, { kind: "repeat", times: 2 });
  for (const triple of ["triple", "treble"]) words.set(triple, { kind: "repeat", times: 3 });
  words.set("quadruple", { kind: "repeat", times: 4 });
  return words;
}

export const NUMBER_WORDS = table();

const ORDINAL_STEMS = [
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth",
  "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth",
]
  .join(" ")
  .split(" ");

/** "third", "21st": a place in an order, never part of an id. */
export function isOrdinal(text: string): boolean {
  return /^\d+(st|nd|rd|th)$/.test(text) || ORDINAL_STEMS.includes(text);
}
