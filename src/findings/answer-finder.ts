import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { COMMAND_WORDS } from "./lexicon/command-words.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import { NATO } from "./lexicon/letters.js";
import { NOBODY, PERSON_VERBS } from "./lexicon/names.js";
import { MATHS, UNITS } from "./lexicon/number-contexts.js";
import { isOrdinal, NUMBER_WORDS } from "./number-words.js";
import { MONTHS } from "./numbers/dates.js";
import { findingOf } from "./span.js";

/** Said around an answer without making it anything else. */
const AROUND =
  /^(um|uh|er|erm|ah|hmm|oh|yes|yeah|yep|no|sorry|okay|ok|it's|its|that's|thats|is|the|and|dash|hyphen|space|dot|double|triple|please|hundred|thousand|plus|of|then|wait|i|mean|as|in|for|capital)$/;
const VERBS =
  /^(set|add|play|turn|open|unlock|lock|dial|convert|start|pay|use|code|pin|number|card|weather|lookup|look|timer|alarm|what|what's|how|like|between|at|my|his|her|their|our|your)$/;
/** A request has more words than this, or an ordinary one among them. */
const LONGEST_ANSWER = 5;
/** So short, one unknown word is enough. */
const SHORT_ANSWER = 2;

function isNumberOrLetter(lexeme: Lexeme): boolean {
  if (lexeme.kind === "digits" || lexeme.kind === "time" || lexeme.kind === "amount") return true;
  if (lexeme.kind === "letter") return !/^[ai]$/.test(lexeme.text) || lexeme.joined || lexeme.after !== "";
  return NUMBER_WORDS.has(lexeme.text) || isOrdinal(lexeme.text) || NATO.has(lexeme.text);
}

/** True for an utterance of nothing but numbers, letters and dates, fillers aside. */
function isBareNumber(lexemes: readonly Lexeme[]): boolean {
  const said = lexemes.some((lexeme) => isNumberOrLetter(lexeme) && lexeme.text !== "oh");
  return (
    said &&
    lexemes.every(
      (lexeme) =>
        isNumberOrLetter(lexeme) ||
        AROUND.test(lexeme.text) ||
        MONTHS.has(lexeme.text) ||
        lexeme.kind === "symbol",
    )
  );
}

/** A few words that no dictionary knows: a name given or spelled on request, run together by the recogniser. */
function isBareName(lexemes: readonly Lexeme[]): boolean {
  if (lexemes.length === 0 || lexemes.length > LONGEST_ANSWER) return false;
  const rest = lexemes.filter((lexeme) => !AROUND.test(lexeme.text) && !isNumberOrLetter(lexeme));
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
  const said = lexemes.filter((lexeme) => isNumberOrLetter(lexeme) || AROUND.test(lexeme.text));
  const telling = said.filter(isNumberOrLetter);
  const rest = lexemes.filter((lexeme) => !said.includes(lexeme));
  const request = rest.some(
    (lexeme) =>
      VERBS.test(lexeme.text) ||
      PERSON_VERBS.has(lexeme.text) ||
      MATHS.has(lexeme.text) ||
      UNITS.has(lexeme.text),
  );
  return telling.length >= 4 && rest.length <= 2 && !request;
}

/**
 * An utterance that is nothing but a number, letters or a name answers somebody's question: all of it is
 * personal, whatever its length.
 */
export const answerFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const whole = { start: 0, end: lexemes.length };
    if (isBareNumber(lexemes) || isMostlySpelled(lexemes)) {
      const digits = lexemes.some((l) => l.kind === "digits" || NUMBER_WORDS.has(l.text));
      return [findingOf(lexemes, whole, digits ? "DIGITS" : "SPELLED", "grammar", 1)];
    }
    if (isBareName(lexemes)) {
      if (lexemes.some((l) => l.kind === "digits"))
        return [findingOf(lexemes, whole, "DIGITS", "grammar", 0.9)];
      const spelled = lexemes.filter((l) => l.kind === "letter").length * 2 >= lexemes.length;
      return [findingOf(lexemes, whole, spelled ? "SPELLED" : "PERSON", "grammar", 0.9)];
    }
    return [];
  },
};
