import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import { UNITS } from "./lexicon/number-contexts.js";
import { LOOSE_STREET_WORDS, STREET_WORDS, UNIT_WORDS } from "./lexicon/places.js";
import { NUMBER_WORDS } from "./number-words.js";
import { findingOf, type LexemeSpan, phraseLengthAt, sentenceEnd, textAt } from "./span.js";

/** Words of a street's name between its number and its ending. */
const LONGEST_NAME = 4;
/** What the recogniser writes for the first number of an address: "for 70" for four seventy. */
const NUMBER_HOMOPHONES = /^(for|to|too|ate|won|tree)$/;
const NAME_ENDS = /^(the|is|are|and|or|on|in|at|to|from|for|with|minutes|please|my|by|of|down|up|off)$/;

function isHouseNumber(lexeme: Lexeme | undefined): boolean {
  if (lexeme === undefined) return false;
  return lexeme.kind === "digits" || NUMBER_WORDS.has(lexeme.text) || /^\d+[a-z]$/.test(lexeme.text);
}

/** "9 stone", but not the stone of "109 harbour stone crescent" nor that of "9 stone lane". */
function isCounted(lexemes: readonly Lexeme[], unit: number): boolean {
  const isUnit = UNITS.has(textAt(lexemes, unit)) && isHouseNumber(lexemes[unit - 1]);
  return isUnit && !STREET_WORDS.has(textAt(lexemes, unit + 1));
}

/** Back over the number, its unit letter and what sounds like a number before it. */
function numberStart(lexemes: readonly Lexeme[], index: number): number {
  let start = index;
  while (start > 0) {
    const before = lexemes[start - 1];
    if (before === undefined || before.after === ".") break;
    const joined = before.text === "and" || (before.text === "a" && NUMBER_WORDS.has(textAt(lexemes, start)));
    if (!isHouseNumber(before) && !joined && before.text !== "oh") break;
    start -= 1;
  }
  if (
    /^(and|a)$/.test(textAt(lexemes, start)) &&
    start < index &&
    !NUMBER_WORDS.has(textAt(lexemes, start + 1))
  )
    start += 1;
  if (NUMBER_HOMOPHONES.test(textAt(lexemes, start - 1))) start -= 1;
  return unitStart(lexemes, start);
}

/** "flat 2, 206 Tanner Row": the unit before belongs to it. */
function unitStart(lexemes: readonly Lexeme[], start: number): number {
  for (let back = 1; back <= 4; back++) {
    if (UNIT_WORDS.has(textAt(lexemes, start - back))) return start - back;
    const between = lexemes[start - back];
    if (between === undefined || !(isHouseNumber(between) || between.kind === "letter")) break;
  }
  return start;
}

/** The place that follows an address: ", Springfield" and a postcode belong to it. */
function tailEnd(lexemes: readonly Lexeme[], end: number): number {
  let tail = end;
  for (let extra = 0; extra < 4; extra++) {
    const next = lexemes[tail];
    if (next === undefined || next.opens) break;
    const named = next.capital && !isOrdinaryWord(next.text);
    const unit = UNIT_WORDS.has(next.text) && isHouseNumber(lexemes[tail + 1]);
    const inner = /^(in|of)$/.test(next.text) && lexemes[tail + 1]?.capital === true;
    if (unit || inner) tail += 2;
    else if (named || (tail > end && isHouseNumber(next))) tail += 1;
    else break;
  }
  return tail;
}

/** House number, name, street. */
function numberedStreet(lexemes: readonly Lexeme[], street: number): LexemeSpan | undefined {
  for (let back = 1; back <= LONGEST_NAME + 1; back++) {
    const at = street - back;
    const lexeme = lexemes[at];
    if (lexeme === undefined || lexeme.after === ".") return undefined;
    // "6:41 Falcon Gate Avenue" is what the recogniser makes of six forty-one.
    if (isHouseNumber(lexeme) || lexeme.kind === "time") {
      if (back === 1 && LOOSE_STREET_WORDS.has(textAt(lexemes, street))) return undefined;
      return { start: numberStart(lexemes, at), end: tailEnd(lexemes, street + 1) };
    }
    if (NAME_ENDS.test(lexeme.text) || isCounted(lexemes, at)) return undefined;
  }
  return undefined;
}

/** After these the address follows, whatever its shape, to the end of the phrase. */
const CUES = [
  "live at",
  "lives at",
  "living at",
  "staying at",
  "address is",
  "address to",
  "address as",
  "deliver to",
  "delivered to",
  "deliver it to",
  "delivery to",
  "ship to",
  "ship it to",
  "shipped to",
  "moved to",
  "send it to",
  "take me to",
  "navigate to",
  "directions to",
  "drive to",
  "drive me to",
  "pick me up at",
  "pick me up from",
  "house is",
  "home is",
];

/** After an address cue a house number with any name is an address: "to 57 vorley gate". */
function cuedAddress(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const cue = phraseLengthAt(lexemes, index, CUES);
  if (cue === 0) return undefined;
  const start = index + cue;
  const numbered = isHouseNumber(lexemes[start]) || UNIT_WORDS.has(textAt(lexemes, start));
  if (!numbered) return undefined;
  let end = start + 1;
  const limit = Math.min(sentenceEnd(lexemes, start), start + 9);
  while (
    end < limit &&
    !/^(please|by|before|at|on|tomorrow|today|tonight|because|and|for)$/.test(textAt(lexemes, end))
  )
    end += 1;
  const named = lexemes.slice(start, end).some((l) => l.kind === "word" && !NUMBER_WORDS.has(l.text));
  const counted = [start + 1, start + 2].some((at) => isCounted(lexemes, at));
  return named && !counted && end - start >= 2 ? { start, end: tailEnd(lexemes, end) } : undefined;
}

/** "apartment 5b", "flat 2": a unit with its number. */
function unitNumber(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (!/^(flat|apartment|apt|suite)$/.test(textAt(lexemes, index))) return undefined;
  const next = lexemes[index + 1];
  if (!isHouseNumber(next) && next?.kind !== "letter") return undefined;
  let end = index + 2;
  while (lexemes[end]?.kind === "letter" || isHouseNumber(lexemes[end])) end += 1;
  return { start: index, end };
}

/** Streets of other languages carry their ending, and their number behind. */
const STREET_ENDINGS =
  /[a-z]{3}(?:strasse|gasse|platz|allee|weg|straat|laan|plein|gatan|vagen|vej|gade|katu|utca|ulica)$/;

function foreignStreet(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined || !STREET_ENDINGS.test(lexeme.text) || isOrdinaryWord(lexeme.text))
    return undefined;
  const numbered = isHouseNumber(lexemes[index + 1]);
  const start = isHouseNumber(lexemes[index - 1]) ? index - 1 : index;
  return { start, end: tailEnd(lexemes, numbered ? index + 2 : index + 1) };
}

/** Addresses: a house number with a street, a unit, or any number after "live at", "deliver to". */
export const addressFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    lexemes.forEach((lexeme, i) => {
      const street = STREET_WORDS.has(lexeme.text) ? numberedStreet(lexemes, i) : undefined;
      const span = street ?? cuedAddress(lexemes, i) ?? unitNumber(lexemes, i) ?? foreignStreet(lexemes, i);
      if (span !== undefined) findings.push(findingOf(lexemes, span, "ADDRESS", "grammar", 1));
    });
    return findings;
  },
};
