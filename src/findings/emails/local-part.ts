import type { Lexeme } from "../lexeme.js";
import { LETTER_SOUNDS } from "../lexicon/sound-alikes.js";
import { connectorLength } from "./connectors.js";

/** The part before the at does not reach over these to the left. */
const STOPS: ReadonlySet<string> = new Set(
  (
    "to is it email mail send write for with as my address was use via cc copy add contact account at " +
    "that's it's and please of by be in on from under contact message reach me us him her them put set text invite " +
    "tell share save change update forward can could you i a are emails reply look looking shop shopping order buy search meet available"
  ).split(" "),
);
const LONGEST = 12;

/** Where the part before `at` starts: words, letters and numbers, joined or not. */
export function localStart(lexemes: readonly Lexeme[], at: number): number {
  let start = at;
  while (start > 0 && at - start < LONGEST) {
    const before = lexemes[start - 1];
    if (before === undefined || before.after === ".") break;
    const glued = lexemes[start]?.joined === true || connectorLength(lexemes, start) > 0;
    // "a" and "i" are letters of what is spelled.
    const letters = before.kind === "letter" || LETTER_SOUNDS.has(before.text);
    const spelled = letters && (lexemes[start]?.kind === "letter" || lexemes[start - 2]?.kind === "letter");
    if (STOPS.has(before.text) && !glued && !spelled) break;
    start -= 1;
  }
  return start;
}
