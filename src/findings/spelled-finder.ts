import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isOrdinaryWord } from "./lexicon/known-words.js";
import { ACRONYMS, SPELLING_CUES } from "./lexicon/letters.js";
import { findingOf, textAt } from "./span.js";
import { ANNOUNCES, type SpelledRun, spelledRunAt, widenedRun } from "./spelled/spelled-run.js";

/** So many letters in a row are spelled; fewer are an abbreviation. */
const SPELLED = 3;

/** Spelling starts after "spelled", "that's s …"; there two letters are enough. */
function isCued(lexemes: readonly Lexeme[], start: number): boolean {
  return lexemes.slice(Math.max(0, start - 5), start).some((l) => SPELLING_CUES.has(l.text));
}

function isAcronym(lexemes: readonly Lexeme[], run: SpelledRun): boolean {
  const words = lexemes.slice(run.start, run.end);
  const text = words.map((l) => l.text).join("");
  const end = words.findIndex((l) => l.kind !== "letter");
  const leading = words.slice(0, end).map((l) => l.text);
  // "u s d and inr": what follows the abbreviation is no letter.
  const alone = end > 1 && words.slice(end).every((l) => l.kind !== "letter");
  return ACRONYMS.has(text) || (alone && ACRONYMS.has(leading.join("")));
}

function isSpelled(lexemes: readonly Lexeme[], run: SpelledRun): boolean {
  const spelled = run.letters >= SPELLED && run.sure >= 2 && !isAcronym(lexemes, run);
  const cued = isCued(lexemes, run.start) && run.letters >= 2 && run.sure >= 1;
  // One printed word of consonants may be a word misheard.
  const explained = /^(with|within)$/.test(textAt(lexemes, run.end));
  const single = run.signs === 1 && !explained && !ANNOUNCES.test(textAt(lexemes, run.start - 1));
  return (spelled && !single) || run.alphabet >= SPELLED || cued;
}

/** "KARLSSEN": letters that the recogniser ran together. */
function isShoutedName(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme?.shouted !== true || ACRONYMS.has(lexeme.text) || isOrdinaryWord(lexeme.text)) return false;
  return lexeme.text.length >= 4 || isCued(lexemes, index);
}

/** "spelling sokol ov": letters run together to words that nobody knows. */
function runTogether(lexemes: readonly Lexeme[], index: number): number {
  if (!/^(spelling|spelled|spelt)$/.test(textAt(lexemes, index - 1))) return 0;
  let end = index;
  while (end < index + 3 && lexemes[end]?.kind === "word" && !isOrdinaryWord(textAt(lexemes, end))) end += 1;
  return end === lexemes.length || lexemes[end - 1]?.after === "." ? end - index : 0;
}

/** Names and words spelled letter by letter, in the recogniser's many ways of printing letters. */
export const spelledFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (let i = 0; i < lexemes.length; i++) {
      const run = spelledRunAt(lexemes, i);
      if (run === undefined) {
        const length = isShoutedName(lexemes, i) ? 1 : runTogether(lexemes, i);
        if (length > 0) {
          findings.push(findingOf(lexemes, { start: i, end: i + length }, "SPELLED", "grammar", 0.9));
        }
        continue;
      }
      if (isSpelled(lexemes, run))
        findings.push(findingOf(lexemes, widenedRun(lexemes, run), "SPELLED", "grammar", 1));
      i = Math.max(i, run.end - 1);
    }
    return findings;
  },
};
