import type { Lexeme } from "../lexeme.js";
import { UNITS } from "../lexicon/number-contexts.js";
import { STREET_WORDS, UNIT_WORDS } from "../lexicon/places.js";
import { NUMBER_WORDS } from "../number-words.js";
import { textAt } from "../span.js";

/** What the recogniser writes for a number of an address: "for 70" for four seventy, "fifty for" for fifty four. */
const HOMOPHONES = /^(for|to|too|ate|won|tree|or|of)$/;

/** A number, a number word, or a number with its letter: "17b". */
export function isHouseNumber(lexeme: Lexeme | undefined): boolean {
  if (lexeme === undefined) return false;
  return lexeme.kind === "digits" || NUMBER_WORDS.has(lexeme.text) || /^\d+[a-z]$/.test(lexeme.text);
}

/** "fifty for willow lane": the last part of the number, printed as a word. */
export function isMisheardNumber(lexemes: readonly Lexeme[], index: number): boolean {
  return HOMOPHONES.test(textAt(lexemes, index)) && isHouseNumber(lexemes[index - 1]);
}

/** "9 stone", but not the stone of "109 harbour stone crescent" nor that of "9 stone lane". */
export function isCounted(lexemes: readonly Lexeme[], unit: number): boolean {
  const measure = UNITS.has(textAt(lexemes, unit)) && !NUMBER_WORDS.has(textAt(lexemes, unit));
  const isUnit = measure && isHouseNumber(lexemes[unit - 1]);
  return isUnit && !STREET_WORDS.has(textAt(lexemes, unit + 1));
}

/** "flat 2, 206 Tanner Row", "third floor, 12 mill lane": the unit before belongs to it. */
function unitStart(lexemes: readonly Lexeme[], start: number): number {
  for (let back = 1; back <= 5; back++) {
    if (UNIT_WORDS.has(textAt(lexemes, start - back))) {
      const ordinal = /^(first|second|third|fourth|fifth|top|ground|\d+(st|nd|rd|th))$/;
      return ordinal.test(textAt(lexemes, start - back - 1)) ? start - back - 1 : start - back;
    }
    const between = lexemes[start - back];
    if (between === undefined || !(isHouseNumber(between) || between.kind === "letter")) break;
  }
  return start;
}

/** "her address, for 70 kenley lane": where an address is announced, a "for" is its first digit. */
function isMisheardFirst(lexemes: readonly Lexeme[], index: number): boolean {
  const text = textAt(lexemes, index);
  if (/^(won|ate|tree)$/.test(text)) return true;
  const before = lexemes[index - 1];
  const announced =
    before !== undefined && (before.after === "," || /^(is|at|address|it's)$/.test(before.text));
  return announced && HOMOPHONES.test(text);
}

/** Back from a part of the number over all of it, its unit letter and what sounds like a number before it. */
export function numberStart(lexemes: readonly Lexeme[], index: number): number {
  let start = index;
  while (start > 0) {
    const before = lexemes[start - 1];
    if (before === undefined || before.after === ".") break;
    const joined = before.text === "and" || (before.text === "a" && NUMBER_WORDS.has(textAt(lexemes, start)));
    // "four or five south pine rise" is four oh five.
    const misheard = HOMOPHONES.test(before.text) && isHouseNumber(lexemes[start - 2]) && start < index + 1;
    if (!isHouseNumber(before) && !joined && !misheard && before.text !== "oh") break;
    start -= 1;
  }
  const loose = /^(and|a)$/.test(textAt(lexemes, start)) && start < index;
  if (loose && !NUMBER_WORDS.has(textAt(lexemes, start + 1))) start += 1;
  if (isMisheardFirst(lexemes, start - 1)) start -= 1;
  return unitStart(lexemes, start);
}
