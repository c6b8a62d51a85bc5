import type { Lexeme } from "./lexeme.js";
import {
  isFirstName,
  isKnownProper,
  isLastName,
  isOrdinaryWord,
  isPlaceName,
  isRegionName,
  ordinaryRankOf,
} from "./lexicon/known-words.js";
import { COMMON_GOODS, NOBODY } from "./lexicon/names.js";
import { STREET_WORDS } from "./lexicon/places.js";
import { isOrdinal, NUMBER_WORDS } from "./number-words.js";

/** Words so common that no context makes them a name. */
const CORE_WORDS = 150;

/** True for a word that may be a name at all. */
export function mayBeName(lexeme: Lexeme): boolean {
  if (lexeme.kind !== "word" || lexeme.text.length < 2 || /\d/.test(lexeme.text)) return false;
  if (
    NOBODY.has(lexeme.text) ||
    NOBODY.has(`${lexeme.text}'s`) ||
    NUMBER_WORDS.has(lexeme.text) ||
    isOrdinal(lexeme.text)
  )
    return false;
  const rank = ordinaryRankOf(lexeme.text);
  return rank === undefined || rank >= CORE_WORDS;
}

/** True when the capital says something: in the middle of a sentence, not all capitals. */
export function isTellingCapital(lexeme: Lexeme): boolean {
  return lexeme.capital && !lexeme.opens && !(lexeme.shouted && lexeme.text.length <= 3);
}

/**
 * How much the word itself, without its neighbours, looks like the name of a person, 0 to 1.
 * The recogniser writes names it knows with a capital; the subtitles' case tells "Mark" from "will".
 */
export function nameLikeness(lexeme: Lexeme): number {
  if (!mayBeName(lexeme)) return 0;
  const first = isFirstName(lexeme.text);
  const last = isLastName(lexeme.text);
  const ordinary = isOrdinaryWord(lexeme.text);
  if (isTellingCapital(lexeme)) {
    if (!ordinary) return likenessOfRareCapital(lexeme.text, first, last);
    if (first) return 0.5;
    return last && !STREET_WORDS.has(lexeme.text) ? 0.4 : 0.25;
  }
  if (lexeme.opens) return likenessOfOpener(lexeme.text, first, ordinary);
  if (ordinary || COMMON_GOODS.has(lexeme.text)) return first ? 0.15 : 0.05;
  // The recogniser knows how to write the names it knows; small, this one is a word to it.
  if (isKnownProper(lexeme.text)) return first ? 0.25 : 0.1;
  return first ? 0.45 : last ? 0.4 : 0.35;
}

/** Every sentence opens with a capital, so here the word alone speaks. */
function likenessOfOpener(text: string, first: boolean, ordinary: boolean): number {
  if (ordinary) return first ? 0.2 : 0.05;
  if (first) return 0.5;
  return isKnownProper(text) ? 0.1 : 0.4;
}

function likenessOfRareCapital(text: string, first: boolean, last: boolean): number {
  if (isRegionName(text)) return 0.45;
  if (first) return 0.9;
  if (isPlaceName(text)) return 0.45;
  if (last) return 0.8;
  // Known to film makers and to no list of names: a brand, a nation, a title.
  return isKnownProper(text) ? 0.35 : 0.75;
}
