import type { Lexeme } from "../lexeme.js";
import { CONDITION_ENDINGS, MEDICAL_TERMS, NOT_CONDITIONS } from "../lexicon/medical.js";
import { textAt } from "../span.js";
import { isDrug } from "./drug-names.js";

/** A term may be this many words. */
const LONGEST_TERM = 4;
const LONGEST_LETTERED = 5;

/** "met-farming" is printed as one word: its parts count together. */
function printedWord(lexemes: readonly Lexeme[], index: number): { text: string; length: number } {
  let length = 1;
  while (lexemes[index + length]?.joined === true && lexemes[index + length]?.kind === "word") length += 1;
  const text = lexemes
    .slice(index, index + length)
    .map((l) => l.text)
    .join("");
  return { text, length };
}

/** "C. O. P. D.": an illness in letters. */
function letteredTerm(lexemes: readonly Lexeme[], index: number): number {
  let text = "";
  for (let at = index; lexemes[at]?.kind === "letter" && at < index + LONGEST_LETTERED; at++) {
    text += textAt(lexemes, at);
    if (text.length > 2 && MEDICAL_TERMS.has(text) && lexemes[at + 1]?.kind !== "letter") return text.length;
  }
  return 0;
}

/** Length in lexemes of the medical term at `index`; 0 for none. */
export function termLengthAt(lexemes: readonly Lexeme[], index: number): number {
  for (let length = LONGEST_TERM; length > 0; length--) {
    const words = lexemes.slice(index, index + length);
    if (words.length === length && MEDICAL_TERMS.has(words.map((l) => l.text).join(" "))) return length;
  }
  const lettered = letteredTerm(lexemes, index);
  if (lettered > 0) return lettered;
  const whole = printedWord(lexemes, index);
  if (lexemes[index]?.kind !== "word" || lexemes[index]?.joined === true) return 0;
  if (MEDICAL_TERMS.has(whole.text) || isDrug(whole.text)) return whole.length;
  const text = textAt(lexemes, index);
  return CONDITION_ENDINGS.test(text) && !NOT_CONDITIONS.has(text) ? 1 : 0;
}
