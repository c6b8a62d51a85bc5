import type { Lexeme } from "../lexeme.js";
import { textAt } from "../span.js";

const DOT = /^(dot|dots|point|period)$/;

/** True for the dot of a domain. */
export function isDot(lexemes: readonly Lexeme[], index: number): boolean {
  return DOT.test(textAt(lexemes, index));
}

/** Length in lexemes of what joins the parts of an address at `index`: dot, underscore, dash; 0 for none. */
export function connectorLength(lexemes: readonly Lexeme[], index: number): number {
  const text = textAt(lexemes, index);
  if (/^(dot|underscore|underscores|underscored|dash|hyphen)$/.test(text)) return 1;
  return text === "under" && /^scored?s?$/.test(textAt(lexemes, index + 1)) ? 2 : 0;
}

/** Length of the underscore at `index`; it stands in no other kind of sentence. */
export function underscoreLength(lexemes: readonly Lexeme[], index: number): number {
  return /^(dot|dash|hyphen)$/.test(textAt(lexemes, index)) ? 0 : connectorLength(lexemes, index);
}
