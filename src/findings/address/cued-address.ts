import type { Lexeme } from "../lexeme.js";
import { UNITS } from "../lexicon/number-contexts.js";
import { LOOSE_STREET_WORDS, STREET_WORDS, UNIT_WORDS } from "../lexicon/places.js";
import { NUMBER_WORDS } from "../number-words.js";
import { type LexemeSpan, phraseLengthAt, readsAt, sentenceEnd, sentenceStart, textAt } from "../span.js";
import { tailEnd } from "./address-tail.js";
import { isCounted, isHouseNumber, numberStart } from "./house-number.js";

/** After these the address follows, whatever its shape, to the end of the phrase. */
const CUES = [
  "live at",
  "lives at",
  "living at",
  "lived at",
  "staying at",
  "party is at",
  "address is",
  "address's",
  "address to",
  "address as",
  "address",
  "deliver to",
  "delivered to",
  "deliver it to",
  "deliver this to",
  "delivery to",
  "ship to",
  "ship it to",
  "shipped to",
  "moved to",
  "moving to",
  "move to",
  "send it to",
  "parcel to",
  "package to",
  "parcel for",
  "package for",
  "order to",
  "groceries to",
  "shopping to",
  "pizza to",
  "take me to",
  "get to",
  "way to",
  "route to",
  "bus to",
  "taxi to",
  "cab to",
  "taxi from",
  "cab from",
  "car to",
  "uber to",
  "go to",
  "navigate to",
  "directions to",
  "drive to",
  "drive me to",
  "pick me up at",
  "pick me up from",
  "house is",
  "home is",
  "ambulance to",
  "engineer to",
  "plumber to",
];

/** Words of an address after its number. */
const LONGEST = 9;
const STOPS =
  /^(please|by|before|at|on|tomorrow|today|tonight|because|and|for|to|is|has|have|had|was|if|when|then|but|so|last|this|next|now|from|with|every|or|my|i|thanks)$/;
/** What a number after "get to" counts rather than houses. */
const COUNTED_NEXT = /^(\w+s|percent|oclock|o'clock|am|pm|in|it|there)$/;

function addressEnd(lexemes: readonly Lexeme[], start: number): number {
  const limit = Math.min(sentenceEnd(lexemes, start), start + LONGEST);
  let end = start + 1;
  while (end < limit && (!STOPS.test(textAt(lexemes, end)) || isPartOfNumber(lexemes, end))) end += 1;
  return end;
}

/** "one hundred and twenty", "fifty for willow lane", "two twelve man or road". */
function isPartOfNumber(lexemes: readonly Lexeme[], index: number): boolean {
  const and =
    /^(and|for|to)$/.test(textAt(lexemes, index)) &&
    isHouseNumber(lexemes[index - 1]) &&
    isHouseNumber(lexemes[index + 1]);
  const misheard = /^(for|to|or)$/.test(textAt(lexemes, index)) && isHouseNumber(lexemes[index - 1]);
  const inName = /^(or|and|for)$/.test(textAt(lexemes, index)) && isStreetSoon(lexemes, index, 1);
  return and || inName || (misheard && isStreetSoon(lexemes, index, 3));
}

/** A street's ending among the next few words, the weak ones aside. */
function isStreetSoon(lexemes: readonly Lexeme[], index: number, reach: number): boolean {
  const next = lexemes.slice(index + 1, index + 1 + reach);
  return next.some(({ text }) => STREET_WORDS.has(text) && !LOOSE_STREET_WORDS.has(text));
}

function isNamed(lexemes: readonly Lexeme[], start: number, end: number): boolean {
  const named = lexemes
    .slice(start, end)
    .some((l) => l.kind === "word" && !NUMBER_WORDS.has(l.text) && !UNITS.has(l.text));
  const counted = [start + 1, start + 2].some((at) => isCounted(lexemes, at));
  return named && !counted && end - start >= 2;
}

/** After an address cue a house number with any name is an address: "to 57 vorley gate". */
export function cuedAddress(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const cue = phraseLengthAt(lexemes, index, CUES);
  if (cue === 0) return undefined;
  const start = index + cue;
  const unit = UNIT_WORDS.has(textAt(lexemes, start)) && isHouseNumber(lexemes[start + 1]);
  if (!isHouseNumber(lexemes[start]) && !unit) return undefined;
  const end = addressEnd(lexemes, start);
  const plain = end === start + 2 && COUNTED_NEXT.test(textAt(lexemes, start + 1));
  return isNamed(lexemes, start, end) && !plain ? { start, end: tailEnd(lexemes, end) } : undefined;
}

/** Said after an address: "57 vorley gate is where I live". */
const AFTER_CUES = [
  "is my address",
  "is our address",
  "is the address",
  "is her address",
  "is his address",
  "is where i live",
  "is where we live",
  "is my house",
  "is my home",
];

export function addressBeforeCue(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (!AFTER_CUES.some((cue) => readsAt(lexemes, index, cue))) return undefined;
  const from = sentenceStart(lexemes, index - 1);
  for (let at = from; at < index - 1; at++) {
    const numbered =
      isHouseNumber(lexemes[at]) || (UNIT_WORDS.has(textAt(lexemes, at)) && isHouseNumber(lexemes[at + 1]));
    if (numbered && isNamed(lexemes, at, index)) return { start: numberStart(lexemes, at), end: index };
  }
  return undefined;
}
