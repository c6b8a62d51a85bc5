import type { Lexeme } from "../lexeme.js";
import { LOOSE_STREET_WORDS, STREET_WORDS } from "../lexicon/places.js";
import { type LexemeSpan, textAt } from "../span.js";
import { tailEnd } from "./address-tail.js";
import { isCounted, isHouseNumber, isMisheardNumber, numberStart } from "./house-number.js";

/** Words of a street's name between its number and its ending. */
const LONGEST_NAME = 4;
const NAME_ENDS =
  /^(the|is|are|and|or|on|in|at|to|from|for|with|minutes|please|my|by|of|down|up|off|times|percent|degrees)$/;

/** "road", and "roads" where the recogniser heard one too many. */
function isStreet(lexemes: readonly Lexeme[], index: number): boolean {
  const text = textAt(lexemes, index);
  return STREET_WORDS.has(text) || /^(roads|streets|lanes|avenues|drives|crescents|terraces)$/.test(text);
}

/** "close the curtains", "drive me home": a verb, no street. */
function isVerb(lexemes: readonly Lexeme[], street: number): boolean {
  const loose = LOOSE_STREET_WORDS.has(textAt(lexemes, street)) && lexemes[street]?.after === "";
  return loose && /^(the|my|all|a|an|up|down|it|me|us|off|your|our|every)$/.test(textAt(lexemes, street + 1));
}

/** House number, name, street, and what follows: "17b Elm Tree Avenue, Springfield". */
export function numberedStreet(lexemes: readonly Lexeme[], street: number): LexemeSpan | undefined {
  if (!isStreet(lexemes, street) || isVerb(lexemes, street)) return undefined;
  for (let back = 1; back <= LONGEST_NAME + 1; back++) {
    const at = street - back;
    const lexeme = lexemes[at];
    if (lexeme === undefined || lexeme.after === ".") return undefined;
    // "6:41 Falcon Gate Avenue" is what the recogniser makes of six forty-one.
    if (isHouseNumber(lexeme) || lexeme.kind === "time" || isMisheardNumber(lexemes, at)) {
      const bare =
        back === 1 &&
        (LOOSE_STREET_WORDS.has(textAt(lexemes, street)) || !STREET_WORDS.has(textAt(lexemes, street)));
      return bare ? undefined : { start: numberStart(lexemes, at), end: tailEnd(lexemes, street + 1) };
    }
    if (NAME_ENDS.test(lexeme.text) || isCounted(lexemes, at)) return undefined;
  }
  return undefined;
}

/** Streets of other languages carry their ending, and their number behind. */
const STREET_ENDINGS =
  /[a-z]{3}(?:strasse|gasse|platz|allee|weg|straat|laan|plein|gatan|vagen|vej|gade|katu|utca|ulica)$/;

export function foreignStreet(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined || !STREET_ENDINGS.test(lexeme.text)) return undefined;
  const numbered = isHouseNumber(lexemes[index + 1]);
  const start = isHouseNumber(lexemes[index - 1]) ? index - 1 : index;
  return { start, end: tailEnd(lexemes, numbered ? index + 2 : index + 1) };
}
