const SMALL = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
  "eighteen nineteen"
).split(" ");
const SMALL_ORDINALS = (
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth " +
  "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** Words whose value stands by itself. */
const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value) => [word, value] as const),
  ...SMALL_ORDINALS.map((word, value) => [word, value] as const),
  ...["oh", "nought", "naught", "nil"].map((word) => [word, 0] as const),
  ["twentieth", 20],
  ["thirtieth", 30],
]);
/** Words that wait for a unit. */
const TENS_VALUES: ReadonlyMap<string, number> = new Map(TENS.map((word, i) => [word, 20 + 10 * i]));
const FACTORS: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
]);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ["double", 2],
  ["triple", 3],
  ["treble", 3],
  ["quadruple", 4],
]);

export interface SpokenNumber {
  readonly digits: string;
  /** The word after the number. */
  readonly next: number;
}

interface Part {
  readonly value: number;
  readonly next: number;
}

/** A number below a hundred, in one or two words; "eighth" counts as 8. */
function belowHundred(words: readonly string[], at: number): Part | undefined {
  const value = VALUES.get(words[at] ?? "");
  if (value !== undefined) return { value, next: at + 1 };
  const tens = TENS_VALUES.get(words[at] ?? "");
  if (tens === undefined) return undefined;
  const unit = VALUES.get(words[at + 1] ?? "") ?? 0;
  return unit > 0 && unit < 10 ? { value: tens + unit, next: at + 2 } : { value: tens, next: at + 1 };
}

/**
 * What "hundred" or "thousand" makes of the number before it, with what is added after it. Without an "and", a single
 * digit is added only where no other number follows: "nine hundred one three" is read out digit by digit.
 */
function magnified(words: readonly string[], part: Part): Part {
  const factor = FACTORS.get(words[part.next] ?? "");
  if (factor === undefined) return part;
  const bare = { value: part.value * factor, next: part.next + 1 };
  const hasAnd = words[bare.next] === "and";
  const first = belowHundred(words, hasAnd ? bare.next + 1 : bare.next);
  if (!first) return bare;
  const rest = magnified(words, first);
  const readsOut = !hasAnd && rest.value < 10 && belowHundred(words, rest.next) !== undefined;
  return readsOut || rest.value >= factor ? bare : { value: bare.value + rest.value, next: rest.next };
}

/** The number that is said from `at` on: "forty two", "double oh", "two thousand and four", "28"; undefined for none. */
export function spokenNumberAt(words: readonly string[], at: number): SpokenNumber | undefined {
  const word = words[at] ?? "";
  if (/^\d+(st|nd|rd|th)?$/.test(word)) return { digits: word.replace(/\D+$/, ""), next: at + 1 };
  const times = REPEATS.get(word);
  if (times !== undefined) {
    const repeated = VALUES.get(words[at + 1] ?? "");
    if (repeated === undefined || repeated > 9) return undefined;
    return { digits: String(repeated).repeat(times), next: at + 2 };
  }
  const isOne = (word === "a" || word === "an") && FACTORS.has(words[at + 1] ?? "");
  const part = isOne ? { value: 1, next: at + 1 } : belowHundred(words, at);
  if (!part) return undefined;
  const whole = magnified(words, part);
  return { digits: String(whole.value), next: whole.next };
}
