import type { Lexeme } from "../lexeme.js";
import { isOrdinaryWord, isPlaceName } from "../lexicon/known-words.js";
import { NOBODY } from "../lexicon/names.js";
import { UNIT_WORDS } from "../lexicon/places.js";
import { textAt } from "../span.js";
import { isHouseNumber } from "./house-number.js";

/** Parts behind a street: town, county, unit, postcode. */
const MOST_PARTS = 6;

/** A word that may name a town: large, or behind a comma unknown or listed. */
function isTown(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme?.kind !== "word" || NOBODY.has(lexeme.text)) return false;
  if (lexeme.capital && (!isOrdinaryWord(lexeme.text) || isPlaceName(lexeme.text))) return true;
  return lexemes[index - 1]?.after === "," && (!isOrdinaryWord(lexeme.text) || isPlaceName(lexeme.text));
}

/** "c", and an "a" that no word follows. */
function isUnitLetter(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme?.kind !== "letter") return false;
  return !/^[ai]$/.test(lexeme.text) || lexeme.after !== "" || lexemes[index + 1] === undefined;
}

/** "apartment six c", "flat 2": the number of a unit with its letters, as its end. */
export function unitEnd(lexemes: readonly Lexeme[], index: number): number | undefined {
  if (!UNIT_WORDS.has(textAt(lexemes, index))) return undefined;
  const next = lexemes[index + 1];
  if (!isHouseNumber(next) && next?.kind !== "letter") return undefined;
  let end = index + 2;
  while (isHouseNumber(lexemes[end]) || isUnitLetter(lexemes, end)) end += 1;
  return end;
}

/** The place that follows an address: ", Springfield", "apartment 5", and a postcode belong to it. */
export function tailEnd(lexemes: readonly Lexeme[], end: number): number {
  let tail = end;
  for (let part = 0; part < MOST_PARTS; part++) {
    const next = lexemes[tail];
    if (next === undefined || next.opens) break;
    const unit = unitEnd(lexemes, tail);
    const inner = /^(in|of)$/.test(next.text) && lexemes[tail + 1]?.capital === true;
    const second = lexemes[tail + 1];
    if (unit !== undefined) tail = unit;
    else if (inner) tail += 2;
    else if (isTown(lexemes, tail) || (tail > end && isHouseNumber(next))) tail += 1;
    // ", New Brighton", ", Saint Helens": an ordinary word, large, before a town.
    else if (next.capital && second !== undefined && isTown(lexemes, tail + 1)) tail += 2;
    else break;
  }
  return tail;
}
