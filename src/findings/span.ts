import type { FindingSource, PersonalType } from "../domain/personal-type.js";
import type { Finding } from "./finding.js";
import type { Lexeme } from "./lexeme.js";

/** A run of lexemes, end exclusive. */
export interface LexemeSpan {
  readonly start: number;
  readonly end: number;
}

/** The printed words that a run of lexemes touches. */
export function findingOf(
  lexemes: readonly Lexeme[],
  span: LexemeSpan,
  type: PersonalType,
  source: FindingSource,
  score: number,
): Finding {
  const first = lexemes[span.start];
  const last = lexemes[span.end - 1];
  return { wordStart: first?.word ?? 0, wordEnd: (last?.word ?? 0) + 1, type, source, score };
}

/** The text at `index`, or nothing outside of the sentence. */
export function textAt(lexemes: readonly Lexeme[], index: number): string {
  return lexemes[index]?.text ?? "";
}

/** True when the lexemes from `index` on read `phrase`, a few words apart by spaces. */
export function readsAt(lexemes: readonly Lexeme[], index: number, phrase: string): boolean {
  return phrase.split(" ").every((word, i) => textAt(lexemes, index + i) === word);
}

/** The first of `phrases` that starts at `index`, as its length in lexemes; 0 for none. */
export function phraseLengthAt(
  lexemes: readonly Lexeme[],
  index: number,
  phrases: readonly string[],
): number {
  let longest = 0;
  for (const phrase of phrases) {
    const length = phrase.split(" ").length;
    if (length > longest && readsAt(lexemes, index, phrase)) longest = length;
  }
  return longest;
}

/** Where the phrase that holds `index` ends: after a comma or full stop, or at the end. Exclusive. */
export function clauseEnd(lexemes: readonly Lexeme[], index: number): number {
  for (let i = index; i < lexemes.length; i++) if (lexemes[i]?.after !== "") return i + 1;
  return lexemes.length;
}

/** Where the sentence that holds `index` starts. */
export function sentenceStart(lexemes: readonly Lexeme[], index: number): number {
  for (let i = index; i > 0; i--) if (lexemes[i]?.opens === true) return i;
  return 0;
}

/** Where the sentence that holds `index` ends, exclusive. */
export function sentenceEnd(lexemes: readonly Lexeme[], index: number): number {
  for (let i = index; i < lexemes.length; i++) if (lexemes[i]?.after === ".") return i + 1;
  return lexemes.length;
}
