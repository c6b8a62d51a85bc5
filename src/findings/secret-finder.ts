import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import { findingOf, phraseLengthAt, sentenceEnd, textAt } from "./span.js";

const NOUNS = [
  "password",
  "pass word",
  "passphrase",
  "pass phrase",
  "passcode",
  "pass code",
  "passkey",
  "pin",
  "pin code",
  "pin number",
  "code",
  "code word",
  "codeword",
  "safe word",
  "secret word",
  "secret question",
  "security answer",
  "combination",
  "network key",
  "wifi key",
  "wifi",
  "wi fi",
  "security code",
  "login",
  "log in",
  "keyword",
  "access key",
];
/** Nouns for which "X" alone, without "is", may be followed by its value. */
const TIGHT = /^(password|passphrase|passcode|passkey|pin|codeword)$/;
/** What may stand between the noun and "is": "the code for the back door is". */
const REACH = 8;
/** What is said of a password when it is not said. */
const STATIVE: ReadonlySet<string> = new Set(
  (
    "wrong right correct incorrect not invalid expired the a an on off down up slow working broken out weak strong fast " +
    "there missing forgotten required needed too very really so being gone back connected disconnected available " +
    "acting still always never safe secure what my your our his her in for good bad okay ok running enabled disabled " +
    "dead hidden unavailable set changed lost it this that unstable spotty terrible better worse"
  ).split(" "),
);
const ASKING =
  /^(what|what's|whats|whose|how|which|where|do|does|can|could|is|if|whether|why|show|find|tell|reset)$/;
const POLITE = /^(please|thanks|thank|thankyou|ok|okay)$/;

function valueEnd(lexemes: readonly Lexeme[], start: number): number {
  const end = sentenceEnd(lexemes, start);
  let trimmed = end;
  while (trimmed > start + 1 && POLITE.test(textAt(lexemes, trimmed - 1))) trimmed -= 1;
  return trimmed;
}

function asks(lexemes: readonly Lexeme[], noun: number): boolean {
  return [1, 2, 3].some((d) => ASKING.test(textAt(lexemes, noun - d)));
}

/** Where the value starts after a noun of secrecy, or undefined when none is said. */
function valueStart(lexemes: readonly Lexeme[], noun: number, afterNoun: number): number | undefined {
  for (let i = afterNoun; i < Math.min(lexemes.length, afterNoun + REACH); i++) {
    if (/^(is|are|was|equals|becomes)$/.test(textAt(lexemes, i))) {
      return STATIVE.has(textAt(lexemes, i + 1)) || textAt(lexemes, i + 1) === "" ? undefined : i + 1;
    }
    if (textAt(lexemes, i) === "to" && /^(set|change|make|update|reset)$/.test(verbBefore(lexemes, noun))) {
      return i + 1 < lexemes.length ? i + 1 : undefined;
    }
    if (lexemes[i]?.after === ".") break;
  }
  const next = lexemes[afterNoun];
  if (next === undefined || !TIGHT.test(textAt(lexemes, afterNoun - 1)) || asks(lexemes, noun))
    return undefined;
  const strange = next.kind !== "word" || !isOrdinaryWord(next.text) || next.capital;
  const said = lexemes[afterNoun - 1]?.after === "," || lexemes[afterNoun - 1]?.after === ".";
  return strange || (said && !POLITE.test(next.text) && !STATIVE.has(next.text)) ? afterNoun : undefined;
}

function verbBefore(lexemes: readonly Lexeme[], noun: number): string {
  for (let i = noun - 1; i >= Math.max(0, noun - 6); i--) {
    if (/^(set|change|make|update|reset)$/.test(textAt(lexemes, i))) return textAt(lexemes, i);
  }
  return "";
}

/** A secret has no shape: all from its cue to the end of the sentence goes. */
export const secretFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (let i = 0; i < lexemes.length; i++) {
      const length = phraseLengthAt(lexemes, i, NOUNS);
      if (length === 0) continue;
      const start = valueStart(lexemes, i, i + length);
      if (start === undefined || start >= lexemes.length) continue;
      const end = valueEnd(lexemes, start);
      findings.push(findingOf(lexemes, { start, end }, "SECRET", "grammar", 1));
      i = end - 1;
    }
    return findings;
  },
};
