import type { Transcript } from "../transcript/transcript.js";
import { unitEnd } from "./address/address-tail.js";
import { addressBeforeCue, cuedAddress } from "./address/cued-address.js";
import { isHouseNumber } from "./address/house-number.js";
import { foreignStreet, numberedStreet } from "./address/numbered-street.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { findingOf, type LexemeSpan, textAt } from "./span.js";

/** "apartment 5b", "flat 2": a unit with its number. */
function unitNumber(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (!/^(flat|apartment|apt|suite)$/.test(textAt(lexemes, index))) return undefined;
  const end = unitEnd(lexemes, index);
  return end === undefined ? undefined : { start: index, end };
}

/** "P.O. box 214". */
function postBox(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  if (textAt(lexemes, index) !== "box" || !isHouseNumber(lexemes[index + 1])) return undefined;
  const start =
    textAt(lexemes, index - 1) === "po" ? index - 1 : textAt(lexemes, index - 2) === "p" ? index - 2 : index;
  if (start === index) return undefined;
  let end = index + 2;
  while (isHouseNumber(lexemes[end])) end += 1;
  return { start, end };
}

/** Addresses: a house number with a street, a unit, or any number after "live at", "deliver to". */
export const addressFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    const shapes = [numberedStreet, cuedAddress, addressBeforeCue, unitNumber, foreignStreet, postBox];
    lexemes.forEach((_, i) => {
      for (const shape of shapes) {
        const span = shape(lexemes, i);
        if (span !== undefined) findings.push(findingOf(lexemes, span, "ADDRESS", "grammar", 1));
      }
    });
    return findings;
  },
};
