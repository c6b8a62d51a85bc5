import type { Lexeme } from "../lexeme.js";
import { isOrdinaryWord } from "../lexicon/known-words.js";
import { EXPLAINERS, NATO } from "../lexicon/letters.js";
import { isLetterGroup, LETTER_SOUNDS } from "../lexicon/sound-alikes.js";
import { NUMBER_WORDS } from "../number-words.js";
import { phraseLengthAt, textAt } from "../span.js";

/** One letter as it is spelled, or several that were run together. */
export interface SpelledUnit {
  /** Exclusive, in lexemes. */
  readonly end: number;
  readonly letters: number;
  /** A word of the spelling alphabet. */
  readonly alphabet?: true;
  /** Nothing but spelling explains it: not an "a", "I" or a word that only sounds like a letter. */
  readonly sure: boolean;
}

/** What the run before a unit holds. */
export interface SpelledSoFar {
  readonly letters: number;
  readonly sure: number;
  readonly alphabet: number;
}

/** So many sure letters make everything that sounds like a letter one. */
const CERTAIN = 2;
/** A letter with its explanation counts for three: nobody says "k for kilo" of anything else. */
const EXPLAINED = 3;

/** "as in Mike", "for kilo": what explains the letter before it, as a length. */
function explanationAt(lexemes: readonly Lexeme[], index: number): number {
  const cue = phraseLengthAt(lexemes, index, ["as in", "has in", "is in", "for", "like", "is for", "as"]);
  return cue > 0 && lexemes[index + cue] !== undefined ? cue + 1 : 0;
}

/** The letter is explained by a word of the spelling alphabet or one that starts with it. */
function explainedAt(lexemes: readonly Lexeme[], index: number, letters: string): number {
  const length = explanationAt(lexemes, index + 1);
  const word = textAt(lexemes, index + length);
  // "t for two" is tea.
  if (length === 0 || NUMBER_WORDS.has(word)) return 0;
  if (word.startsWith(letters) || EXPLAINERS.has(word)) return length;
  // "he has in boy": the letter misheard, the form of the explanation sure.
  return length === EXPLAINED && textAt(lexemes, index + 2) === "in" && letters !== "" ? length : 0;
}

/** "a" and "I" are words, but not in "m, i, a" nor inside of a printed word. */
function isLoose(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme === undefined || !/^[ai]$/.test(lexeme.text)) return false;
  const listed =
    lexeme.after !== "" && lexemes[index - 1]?.kind === "letter" && lexemes[index - 1]?.after !== "";
  return !listed && !lexeme.joined && lexemes[index + 1]?.joined !== true;
}

/** The letter, or letters, that `index` spells in a run that has come so far; undefined where it spells none. */
export function spelledUnitAt(
  lexemes: readonly Lexeme[],
  index: number,
  soFar: SpelledSoFar,
): SpelledUnit | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return undefined;
  const certain = soFar.sure >= CERTAIN;
  if (/^(double|triple|treble)$/.test(lexeme.text) && lexemes[index + 1]?.kind === "letter") {
    return { end: index + 2, letters: 2, sure: true };
  }
  if (lexeme.kind === "letter") {
    const explained = explainedAt(lexemes, index, lexeme.text);
    const letters = explained > 0 ? EXPLAINED : 1;
    return { end: index + 1 + explained, letters, sure: explained > 0 || !isLoose(lexemes, index) };
  }
  if (NATO.has(lexeme.text)) return { end: index + 1, letters: 1, sure: false, alphabet: true };
  // "whisky alphalema sierra": one of them misheard.
  const between = soFar.alphabet > 0 && soFar.sure === 0 && NATO.has(textAt(lexemes, index + 1));
  if (between && lexeme.kind === "word" && !isOrdinaryWord(lexeme.text))
    return { end: index + 1, letters: 1, sure: false };
  // "i for edward, and for nancy": an explanation whose letter was lost.
  const bare =
    soFar.sure >= EXPLAINED ? phraseLengthAt(lexemes, index, ["for", "as in", "as an", "and for", "in"]) : 0;
  if (bare > 0 && EXPLAINERS.has(textAt(lexemes, index + bare)))
    return { end: index + bare + 1, letters: 1, sure: true };
  if (lexeme.kind !== "word") return undefined;
  const { length } = lexeme.text;
  if (isLetterGroup(lexeme.text)) return { end: index + 1, letters: length, sure: true };
  const sound = LETTER_SOUNDS.get(lexeme.text);
  const explained = sound === undefined ? 0 : explainedAt(lexemes, index, sound);
  if (explained > 0) return { end: index + 1 + explained, letters: EXPLAINED, sure: true };
  if (soFar.letters > 0 && lexeme.joined) return { end: index + 1, letters: length, sure: true };
  // Two letters printed together between single ones: "b r ck".
  const short = length <= 4 && !isOrdinaryWord(lexeme.text);
  if (certain && (short || lexeme.shouted)) return { end: index + 1, letters: length, sure: true };
  if (certain && sound !== undefined) return { end: index + 1, letters: sound.length, sure: false };
  return undefined;
}
