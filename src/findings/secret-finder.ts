import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import {
  ASKING,
  HARMLESS_CODE,
  NOT_SECRET,
  POLITE,
  SECRET_NOUNS,
  STATIVE,
  TIGHT_NOUN,
} from "./lexicon/secrets.js";
import { findingOf, type LexemeSpan, phraseLengthAt, sentenceEnd, sentenceStart, textAt } from "./span.js";

/** What may stand between the noun and "is": "the code for the back door is". */
const REACH = 8;
const CHANGES = /^(set|setting|change|changed|make|made|update|updated|reset|switch|switched)$/;

function valueEnd(lexemes: readonly Lexeme[], start: number): number {
  const end = sentenceEnd(lexemes, start);
  let trimmed = end;
  while (trimmed > start + 1 && POLITE.test(textAt(lexemes, trimmed - 1))) trimmed -= 1;
  return trimmed;
}

function asks(lexemes: readonly Lexeme[], noun: number): boolean {
  const opening = ASKING.test(textAt(lexemes, sentenceStart(lexemes, noun)));
  return opening || [1, 2, 3].some((d) => ASKING.test(textAt(lexemes, noun - d)));
}

function changes(lexemes: readonly Lexeme[], noun: number): boolean {
  return lexemes.slice(Math.max(0, noun - 6), noun).some((l) => CHANGES.test(l.text));
}

/** Where the value starts after a noun of secrecy, or undefined when none is said. */
function valueStart(lexemes: readonly Lexeme[], noun: number, afterNoun: number): number | undefined {
  const last = lexemes[afterNoun - 1];
  // "the password's banana", and what the recogniser makes of it: "the passphrases banana".
  const plural = /^pass(words|phrases|codes)$/.test(last?.text ?? "");
  const owned = last?.possessive === true || (plural && afterThe(lexemes, noun));
  if (owned && !isSaidOfIt(lexemes, afterNoun)) return afterNoun;
  if (plural) return undefined;
  for (let i = afterNoun; i < Math.min(lexemes.length, afterNoun + REACH); i++) {
    if (/^(is|are|was|equals|becomes|it's)$/.test(textAt(lexemes, i)))
      return isSaidOfIt(lexemes, i + 1) ? undefined : i + 1;
    if (/^(to|as)$/.test(textAt(lexemes, i)) && changes(lexemes, noun))
      return i + 1 < lexemes.length ? i + 1 : undefined;
    if (lexemes[i]?.after === "." && !/^(it's|it)$/.test(textAt(lexemes, i + 1))) break;
  }
  // "said the wifi to potato": the verb misheard.
  const directly =
    textAt(lexemes, afterNoun) === "to" && /^(wifi|fi|password|passcode|pin)$/.test(last?.text ?? "");
  if (directly && !isSaidOfIt(lexemes, afterNoun + 1)) return afterNoun + 1;
  return asks(lexemes, noun) ? undefined : barePosition(lexemes, afterNoun);
}

/** "password, banana seven": no verb at all. */
function barePosition(lexemes: readonly Lexeme[], afterNoun: number): number | undefined {
  const next = lexemes[afterNoun];
  const noun = lexemes[afterNoun - 1];
  if (next === undefined || noun === undefined || !TIGHT_NOUN.test(noun.text)) return undefined;
  const strange = next.kind !== "word" || !isOrdinaryWord(next.text) || (next.capital && !next.opens);
  const said = noun.after !== "" && !POLITE.test(next.text) && !STATIVE.has(next.text);
  return strange || said ? afterNoun : undefined;
}

function afterThe(lexemes: readonly Lexeme[], noun: number): boolean {
  return /^(the|my|our|her|his|wifi|new)$/.test(textAt(lexemes, noun - 1));
}

/** What is said of a secret when it is not said: "is wrong", "is not working", "is too short". */
function isSaidOfIt(lexemes: readonly Lexeme[], index: number): boolean {
  return textAt(lexemes, index) === "" || STATIVE.has(textAt(lexemes, index));
}

/** "use purple monkey as the password", "purple monkey is the password": the value stands before its noun. */
function valueBefore(lexemes: readonly Lexeme[], noun: number): LexemeSpan | undefined {
  let link = noun - 1;
  while (
    link > noun - 5 &&
    /^(the|my|our|new|her|his|their|a|wifi|door|alarm|gate|guest|network|house|voicemail)$/.test(
      textAt(lexemes, link),
    )
  )
    link -= 1;
  if (link === noun - 1 || !/^(as|is|for|hours)$/.test(textAt(lexemes, link))) return undefined;
  const opening = sentenceStart(lexemes, link);
  if (textAt(lexemes, link) !== "is") {
    const used = lexemes.findIndex(
      (l, i) => i >= opening && i < link && /^(use|set|make|enter|try|type|used)$/.test(l.text),
    );
    return used === -1 || used + 1 >= link ? undefined : { start: used + 1, end: link };
  }
  const stated = link > opening && lexemes.slice(opening, link).every((l) => !NOT_SECRET.test(l.text));
  return stated && TIGHT_NOUN.test(textAt(lexemes, noun)) ? { start: opening, end: link } : undefined;
}

/** A secret has no shape: all from its cue to the end of the sentence goes. */
export const secretFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (let i = 0; i < lexemes.length; i++) {
      const length = phraseLengthAt(lexemes, i, SECRET_NOUNS);
      if (length === 0 || HARMLESS_CODE.test(textAt(lexemes, i - 1))) continue;
      const start = valueStart(lexemes, i, i + length);
      const after =
        start === undefined || start >= lexemes.length ? undefined : { start, end: valueEnd(lexemes, start) };
      const span = after ?? valueBefore(lexemes, i);
      if (span === undefined) continue;
      findings.push(findingOf(lexemes, span, "SECRET", "grammar", 1));
      i = Math.max(i, span.end - 1);
    }
    return findings;
  },
};
