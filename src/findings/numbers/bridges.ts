import type { Lexeme } from "../lexeme.js";
import { phraseLengthAt } from "../span.js";

/** These do not end a number that goes on after them: fillers, corrections, separators. */
const BRIDGES = [
  "um",
  "uh",
  "er",
  "erm",
  "ah",
  "hmm",
  "no",
  "sorry",
  "i mean",
  "wait",
  "hang on",
  "hold on",
  "actually",
  "rather",
  "correction",
  "scratch that",
  "make that",
  "let me see",
  "you know",
  "like",
  "dash",
  "hyphen",
  "space",
  "comma",
  "slash",
  "dot",
  "point",
  "then",
  "and then",
  "followed by",
  "extension",
  "ext",
  "hash",
];
/** After one of those, "it's" begins the correction. */
const RESUMES = ["it's", "that's", "it is", "should be"];
/** "no, sorry, wait" is about as long as people hesitate. */
const MOST_BRIDGES = 4;

/** The first lexeme from `end` on that is no filler, correction or separator. */
export function bridgedFrom(lexemes: readonly Lexeme[], end: number): number {
  let at = end;
  for (let i = 0; i < MOST_BRIDGES; i++) {
    const length = phraseLengthAt(lexemes, at, at > end ? [...BRIDGES, ...RESUMES] : BRIDGES);
    if (length === 0) break;
    at += length;
  }
  return at;
}
