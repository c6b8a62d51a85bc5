import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import { ACRONYMS, NATO, SPELLING_CUES } from "./lexicon/letters.js";
import { findingOf, phraseLengthAt, textAt } from "./span.js";

const BRIDGES = [
  "um",
  "uh",
  "er",
  "no",
  "sorry",
  "no sorry",
  "i mean",
  "then",
  "and then",
  "dash",
  "hyphen",
  "apostrophe",
  "space",
  "dot",
  "new word",
  "capital",
  "lower case",
  "upper case",
  "lowercase",
  "uppercase",
];
/** Words that a spelled letter is printed as. */
const SOUNDS: ReadonlySet<string> = new Set(
  "ay bee cee see dee gee aitch jay kay ell em en pee cue queue are ess tee you vee ex why zed zee".split(
    " ",
  ),
);

interface Unit {
  readonly end: number;
  readonly letters: number;
  /** Nothing but spelling explains it: not an "a", "I" or a word that only sounds like a letter. */
  readonly sure: boolean;
}

/** "as in Mike", "for kilo": what explains the letter before it, as a length. */
function explanationAt(lexemes: readonly Lexeme[], index: number): number {
  const cue = phraseLengthAt(lexemes, index, ["as in", "for", "like", "is for", "as"]);
  return cue > 0 && lexemes[index + cue] !== undefined ? cue + 1 : 0;
}

function unitAt(lexemes: readonly Lexeme[], index: number, letters: number, sure: number): Unit | undefined {
  const lexeme = lexemes[index];
  const inRun = letters > 0;
  const certain = sure >= 2;
  if (lexeme === undefined) return undefined;
  if (/^(double|triple|treble)$/.test(lexeme.text) && lexemes[index + 1]?.kind === "letter") {
    return { end: index + 2, letters: 2, sure: true };
  }
  if (lexeme.kind === "letter") {
    const explained = explanationAt(lexemes, index + 1);
    const asName = explained > 0 && startsWith(lexemes[index + explained], lexeme.text);
    const loose = /^[ai]$/.test(lexeme.text) && !lexeme.joined && lexemes[index + 1]?.joined !== true;
    return { end: index + 1 + (asName ? explained : 0), letters: asName ? 3 : 1, sure: !loose || asName };
  }
  if (NATO.has(lexeme.text)) return { end: index + 1, letters: 1, sure: false };
  // Two letters printed together between single ones: "b r ck".
  const short = lexeme.kind === "word" && lexeme.text.length <= 4 && !isOrdinaryWord(lexeme.text);
  if (inRun && lexeme.joined && lexeme.kind === "word") {
    return { end: index + 1, letters: lexeme.text.length, sure: true };
  }
  if (certain && (short || lexeme.shouted))
    return { end: index + 1, letters: lexeme.text.length, sure: true };
  if (certain && SOUNDS.has(lexeme.text)) return { end: index + 1, letters: 1, sure: false };
  return undefined;
}

function startsWith(lexeme: Lexeme | undefined, letter: string): boolean {
  return lexeme?.text.startsWith(letter) === true;
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly letters: number;
  readonly sure: number;
}

function runAt(lexemes: readonly Lexeme[], start: number): Run | undefined {
  let end = start;
  let letters = 0;
  let sure = 0;
  for (;;) {
    const bridged = letters > 0 ? end + phraseLengthAt(lexemes, end, BRIDGES) : end;
    const unit = unitAt(lexemes, bridged, letters, sure);
    if (unit === undefined) break;
    letters += unit.letters;
    sure += unit.sure ? unit.letters : 0;
    end = unit.end;
  }
  return letters === 0 ? undefined : { start, end, letters, sure };
}

/** Spelling starts after "spelled", "that's s …"; there two letters are enough. */
function isCued(lexemes: readonly Lexeme[], start: number): boolean {
  return lexemes.slice(Math.max(0, start - 5), start).some((l) => SPELLING_CUES.has(l.text));
}

function isAcronym(lexemes: readonly Lexeme[], run: Run): boolean {
  const text = lexemes
    .slice(run.start, run.end)
    .map((l) => l.text)
    .join("");
  return ACRONYMS.has(text);
}

/** Names and words spelled letter by letter, in the recogniser's many ways of printing letters. */
export const spelledFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (let i = 0; i < lexemes.length; i++) {
      const run = runAt(lexemes, i);
      if (run === undefined) {
        if (isShoutedName(lexemes, i)) {
          findings.push(findingOf(lexemes, { start: i, end: i + 1 }, "SPELLED", "grammar", 0.9));
        }
        continue;
      }
      const spelled = run.letters >= 3 && run.sure >= 2 && !isAcronym(lexemes, run);
      const nato = run.letters >= 3 && run.sure === 0 && run.end - run.start >= 3;
      const cued = isCued(lexemes, run.start) && run.letters >= 2 && run.sure >= 1;
      if (spelled || nato || cued) findings.push(findingOf(lexemes, run, "SPELLED", "grammar", 1));
      i = Math.max(i, run.end - 1);
    }
    return findings;
  },
};

/** "KARLSSEN": letters that the recogniser ran together. */
function isShoutedName(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme?.shouted !== true || ACRONYMS.has(lexeme.text) || isOrdinaryWord(lexeme.text)) return false;
  const length = lexeme.text.length;
  return (
    length >= 5 || (length >= 2 && isCued(lexemes, index)) || (length >= 4 && textAt(lexemes, index) !== "")
  );
}
