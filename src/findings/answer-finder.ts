import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { AROUND_ANSWERS, REQUESTS } from "./lexicon/answers.js";
import { COMMAND_WORDS } from "./lexicon/command-words.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import { NATO } from "./lexicon/letters.js";
import { NOBODY, PERSON_VERBS } from "./lexicon/names.js";
import { MATHS, UNITS } from "./lexicon/number-contexts.js";
import { DIGIT_SOUNDS, isLetterGroup, LETTER_SOUNDS } from "./lexicon/sound-alikes.js";
import { isOrdinal, NUMBER_WORDS } from "./number-words.js";
import { MONTHS } from "./numbers/dates.js";
import { findingOf, phraseLengthAt } from "./span.js";

/** A request has more words than this, or an ordinary one among them. */
const LONGEST_ANSWER = 5;
/** So short, one unknown word is enough. */
const SHORT_ANSWER = 2;
/** So many letters or numbers make the odd word between them one more. */
const TELLING = 4;
/** Shorter words are what letters are misheard for. */
const SHORTEST_CARRIER = 4;
/** So many words that sound like letters, with a pause between them, were spelled. */
const SOUNDED_OUT = 3;

function isLetter(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return false;
  if (lexeme.kind !== "letter") return lexeme.kind === "word" && isLetterGroup(lexeme.text);
  if (!/^[ai]$/.test(lexeme.text) || lexeme.joined || lexeme.after !== "") return true;
  // "a" and "I" are words, but not beside a letter.
  return [index - 1, index + 1].some(
    (at) => lexemes[at]?.kind === "letter" && !/^[ai]$/.test(lexemes[at].text),
  );
}

function isNumberOrLetter(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return false;
  if (lexeme.kind === "digits" || lexeme.kind === "time" || lexeme.kind === "amount") return true;
  const word = NUMBER_WORDS.has(lexeme.text) || isOrdinal(lexeme.text) || NATO.has(lexeme.text);
  return word || isLetter(lexemes, index);
}

function isAround(lexeme: Lexeme): boolean {
  return AROUND_ANSWERS.test(lexeme.text);
}

function isRequest(lexeme: Lexeme): boolean {
  const { text } = lexeme;
  return REQUESTS.test(text) || PERSON_VERBS.has(text) || MATHS.has(text) || UNITS.has(text);
}

/** "the combination of the safe is …": a sentence around the number, which its own finder cuts. */
function isCarrier(lexeme: Lexeme): boolean {
  const { text } = lexeme;
  return (
    text.length >= SHORTEST_CARRIER &&
    isOrdinaryWord(text) &&
    !LETTER_SOUNDS.has(text) &&
    !DIGIT_SOUNDS.has(text)
  );
}

/** True for an utterance of nothing but numbers, letters and dates, fillers aside. */
function isBareNumber(lexemes: readonly Lexeme[]): boolean {
  const telling = lexemes.map((_, i) => isNumberOrLetter(lexemes, i));
  const said = lexemes.some((lexeme, i) => telling[i] === true && lexeme.text !== "oh");
  return (
    said &&
    lexemes.every(
      (lexeme, i) =>
        telling[i] === true || isAround(lexeme) || MONTHS.has(lexeme.text) || lexeme.kind === "symbol",
    )
  );
}

const INTRODUCTIONS = ["the number is", "my number is", "number is", "the answer is", "the letters are"];

/** The utterance behind "the number is". */
function behindIntroduction(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  return lexemes.slice(phraseLengthAt(lexemes, 0, INTRODUCTIONS));
}

/** A few words that no dictionary knows: a name given or spelled on request, run together by the recogniser. */
function isBareName(lexemes: readonly Lexeme[]): boolean {
  if (lexemes.length === 0 || lexemes.length > LONGEST_ANSWER) return false;
  const rest = lexemes.filter(
    (lexeme, i) => !isAround(lexeme) && (isLetterGroup(lexeme.text) || !isNumberOrLetter(lexemes, i)),
  );
  if (rest.length === 0 || rest.some((lexeme) => NOBODY.has(lexeme.text))) return false;
  if (rest.every((lexeme) => !isOrdinaryWord(lexeme.text))) return true;
  return (
    lexemes.length <= SHORT_ANSWER &&
    rest.some((lexeme) => !isOrdinaryWord(lexeme.text)) &&
    rest.every((l) => !COMMAND_WORDS.has(l.text) && !PERSON_VERBS.has(l.text))
  );
}

/** Mostly numbers or letters, with a word or two that the recogniser made of the rest of them. */
function isMostlySpelled(lexemes: readonly Lexeme[]): boolean {
  const telling = lexemes.filter((_, i) => isNumberOrLetter(lexemes, i));
  const rest = lexemes.filter((lexeme, i) => !isNumberOrLetter(lexemes, i) && !isAround(lexeme));
  return (
    telling.length >= TELLING &&
    rest.length <= 2 &&
    !rest.some(isRequest) &&
    rest.filter(isCarrier).length < 2
  );
}

/** "Eight nine, not once.": a few digits with a pause, the rest of them misheard. */
function isBrokenNumber(lexemes: readonly Lexeme[]): boolean {
  if (lexemes.length > LONGEST_ANSWER || lexemes[0] === undefined) return false;
  const digits = lexemes.filter((l) => l.kind === "digits" || NUMBER_WORDS.get(l.text)?.kind === "digit");
  const rest = lexemes.filter((lexeme) => !digits.includes(lexeme) && !isAround(lexeme));
  const paused = lexemes.slice(0, -1).some((lexeme) => lexeme.after === ",");
  const begins = digits.includes(lexemes[0]);
  const counts = rest.some(
    (l) => isRequest(l) || (COMMAND_WORDS.has(l.text) && !DIGIT_SOUNDS.has(l.text)) || /s$/.test(l.text),
  );
  return begins && paused && digits.length >= 2 && rest.length <= digits.length && !counts;
}

/**
 * Letters printed as the words that sound like them, "are you, see why": all of them do, or all but one, and somebody
 * paused between them. Without a pause "are you" asks.
 */
function isSoundedOut(lexemes: readonly Lexeme[]): boolean {
  // "oh, why not" is no spelling.
  const sounds = lexemes.filter(
    (lexeme, i) =>
      !/^(oh|not|go|of)$/.test(lexeme.text) &&
      (LETTER_SOUNDS.has(lexeme.text) || DIGIT_SOUNDS.has(lexeme.text) || isNumberOrLetter(lexemes, i)),
  );
  const odd = lexemes.filter((lexeme) => !sounds.includes(lexeme) && !isAround(lexeme));
  const paused = lexemes.slice(0, -1).some((lexeme) => lexeme.after === ",");
  const clear =
    lexemes.filter((lexeme, i) => lexeme.text !== "oh" && isNumberOrLetter(lexemes, i)).length >= 2;
  const allowed = paused && lexemes.length <= SOUNDED_OUT + 1 ? 1 : 0;
  return sounds.length >= SOUNDED_OUT && (paused || clear) && odd.length <= allowed && !odd.some(isRequest);
}

/**
 * An utterance that is nothing but a number, letters or a name answers somebody's question: all of it is
 * personal, whatever its length.
 */
export const answerFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = behindIntroduction(lexemesFrom(transcript));
    const whole = { start: 0, end: lexemes.length };
    const found = (type: Finding["type"], score: number) => [
      findingOf(lexemes, whole, type, "grammar", score),
    ];
    const digits = lexemes.some((l) => l.kind === "digits" || NUMBER_WORDS.has(l.text));
    if (isBareNumber(lexemes) || isMostlySpelled(lexemes) || isBrokenNumber(lexemes))
      return found(digits ? "DIGITS" : "SPELLED", 1);
    if (isBareName(lexemes)) {
      if (lexemes.some((l) => l.kind === "digits")) return found("DIGITS", 0.9);
      const spelled = lexemes.filter((l) => l.kind === "letter").length * 2 >= lexemes.length;
      return found(spelled ? "SPELLED" : "PERSON", 0.9);
    }
    return isSoundedOut(lexemes) ? found(digits ? "DIGITS" : "SPELLED", 0.9) : [];
  },
};
