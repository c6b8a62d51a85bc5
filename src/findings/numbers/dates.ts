import type { Lexeme } from "../lexeme.js";
import { isOrdinal, NUMBER_WORDS } from "../number-words.js";
import type { LexemeSpan } from "../span.js";
import { textAt } from "../span.js";

/** A day of a year, or of every year. */
export interface DateSpan extends LexemeSpan {
  /** Four digits where the year was said. */
  readonly year: number | undefined;
}

export const MONTHS: ReadonlySet<string> = new Set(
  "january february march april may june july august september october november december jan feb apr jun jul aug sep sept oct nov dec".split(
    " ",
  ),
);

function twoDigits(lexemes: readonly Lexeme[], index: number): { value: number; end: number } | undefined {
  const text = textAt(lexemes, index);
  if (/^\d{1,2}$/.test(text)) return { value: Number(text), end: index + 1 };
  const word = NUMBER_WORDS.get(text);
  if (word?.kind === "digit" || word?.kind === "teen") return { value: Number(word.digits), end: index + 1 };
  if (word?.kind !== "tens") return undefined;
  const unit = NUMBER_WORDS.get(textAt(lexemes, index + 1));
  if (unit?.kind === "digit" && unit.digits !== "0") {
    return { value: Number(word.digits) + Number(unit.digits), end: index + 2 };
  }
  return { value: Number(word.digits), end: index + 1 };
}

/** A day of the month, as a number, an ordinal, or "twenty first". */
function dayAt(lexemes: readonly Lexeme[], index: number): number | undefined {
  const text = textAt(lexemes, index);
  if (isOrdinal(text)) return index + 1;
  if (NUMBER_WORDS.get(text)?.kind === "tens" && isOrdinal(textAt(lexemes, index + 1))) return index + 2;
  const number = twoDigits(lexemes, index);
  return number !== undefined && number.value >= 1 && number.value <= 31 ? number.end : undefined;
}

/** "nineteenth thirty one" is what becomes of nineteen thirty one. */
function centuryAt(lexemes: readonly Lexeme[], index: number): { value: number; end: number } | undefined {
  const value = new Map([
    ["eighteenth", 18],
    ["nineteenth", 19],
    ["twentieth", 20],
  ]).get(textAt(lexemes, index));
  return value === undefined ? undefined : { value, end: index + 1 };
}

/** "1963", "nineteen sixty three", "nineteen oh four", "two thousand and one", "twenty ten", "seventy two". */
export function yearAt(lexemes: readonly Lexeme[], index: number): { year: number; end: number } | undefined {
  const text = textAt(lexemes, index);
  if (/^(1[89]|20)\d\d$/.test(text)) return { year: Number(text), end: index + 1 };
  if (/^(2|two)$/.test(text) && textAt(lexemes, index + 1) === "thousand") {
    const joint = textAt(lexemes, index + 2) === "and" ? index + 3 : index + 2;
    const rest = twoDigits(lexemes, joint);
    return rest === undefined ? { year: 2000, end: index + 2 } : { year: 2000 + rest.value, end: rest.end };
  }
  const century = twoDigits(lexemes, index) ?? centuryAt(lexemes, index);
  if (century === undefined) return undefined;
  if (century.value >= 18 && century.value <= 20) {
    if (textAt(lexemes, century.end) === "hundred")
      return { year: century.value * 100, end: century.end + 1 };
    const zero = /^(oh|o|0)$/.test(textAt(lexemes, century.end));
    const rest = twoDigits(lexemes, zero ? century.end + 1 : century.end);
    if (rest !== undefined) return { year: century.value * 100 + rest.value, end: rest.end };
  }
  return century.value >= 30 ? { year: 1900 + century.value, end: century.end } : undefined;
}

/** May and March are words too: they count as months when a number stands beside them. */
function dateAt(lexemes: readonly Lexeme[], index: number): DateSpan | undefined {
  if (MONTHS.has(textAt(lexemes, index))) {
    const the = textAt(lexemes, index + 1) === "the" ? index + 2 : index + 1;
    const day = dayAt(lexemes, the);
    const year = yearAt(lexemes, day ?? index + 1);
    if (day === undefined && year === undefined) return undefined;
    // "May 1981": a four-digit year is a year; anything shorter is the day.
    return { start: index, end: year?.end ?? day ?? index + 1, year: year?.year };
  }
  const start = textAt(lexemes, index) === "the" ? index + 1 : index;
  const day = dayAt(lexemes, start);
  if (day === undefined) return undefined;
  const month = textAt(lexemes, day) === "of" ? day + 1 : day;
  if (!MONTHS.has(textAt(lexemes, month))) return undefined;
  const year = yearAt(lexemes, month + 1);
  return { start: index, end: year?.end ?? month + 1, year: year?.year };
}

/** "3/14/1972": three numbers in one printed word. */
function numericDateAt(lexemes: readonly Lexeme[], index: number): DateSpan | undefined {
  const word = lexemes[index]?.word;
  const parts = lexemes.slice(index, index + 5);
  const texts = parts.map((part) => part.text).join(" ");
  if (parts.some((part) => part.word !== word)) return undefined;
  const match = /^\d{1,2} (?:slash|dot) \d{1,2} (?:slash|dot) (\d{4}|\d{2})$/.exec(texts);
  if (match === null) return undefined;
  const year = Number(match[1]);
  return { start: index, end: index + 5, year: year < 100 ? 1900 + year : year };
}

/** "the ninth of the fourth, 1977": the month by its number. */
function ordinalDateAt(lexemes: readonly Lexeme[], index: number): DateSpan | undefined {
  const first = textAt(lexemes, index) === "the" ? index + 1 : index;
  const day = isOrdinal(textAt(lexemes, first)) ? dayAt(lexemes, first) : undefined;
  if (day === undefined || textAt(lexemes, day) !== "of" || textAt(lexemes, day + 1) !== "the")
    return undefined;
  if (!isOrdinal(textAt(lexemes, day + 2))) return undefined;
  const year = yearAt(lexemes, day + 3);
  return { start: index, end: year?.end ?? day + 3, year: year?.year };
}

export function datesIn(lexemes: readonly Lexeme[]): readonly DateSpan[] {
  const dates: DateSpan[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const date = dateAt(lexemes, i) ?? numericDateAt(lexemes, i) ?? ordinalDateAt(lexemes, i);
    if (date === undefined) continue;
    dates.push(date);
    i = date.end - 1;
  }
  return dates;
}
