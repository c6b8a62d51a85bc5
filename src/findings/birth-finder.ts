import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { UNITS } from "./lexicon/number-contexts.js";
import { isOrdinal } from "./number-words.js";
import { datesIn, yearAt } from "./numbers/dates.js";
import { pieceAt } from "./numbers/number-piece.js";
import { numberRuns } from "./numbers/number-run.js";
import { findingOf, type LexemeSpan, readsAt, textAt } from "./span.js";

const CUES = /^(born|birthday|birthdate|birth|dob|birthdays|births|bday|birthed|turns|christened)$/;
/** A full date before this year is somebody's past; alarms and appointments lie ahead. */
const RECENT = 2010;
/** How far a cue reaches, in lexemes. */
const REACH = 12;
/** Where a past date is the world's, not a person's. */
const HISTORY =
  /^(happened|happen|history|historical|war|battle|invented|released|discovered|founded|president|moon|album|film|movie|song|election|world|signed|independence)$/;

/** "I turn fifty", "she is turning nine": people turn ages, and lamps on. */
function isTurn(lexemes: readonly Lexeme[], index: number): boolean {
  if (!/^(turn|turned|turns|turning)$/.test(textAt(lexemes, index))) return false;
  const who = textAt(lexemes, index - 1);
  const subject =
    /^(i|he|she|they|i'm|im|he's|she's|i'll|he'll|she'll|just|is|will|mum|mom|dad|son|daughter)$/.test(who);
  return (
    (subject || textAt(lexemes, index) !== "turn") && pieceAt(lexemes, index + 1) !== undefined && index > 0
  );
}

function isCue(lexemes: readonly Lexeme[], index: number): boolean {
  const dob = readsAt(lexemes, index, "d o b") || readsAt(lexemes, index, "d ob");
  return dob || CUES.test(textAt(lexemes, index)) || isTurn(lexemes, index);
}

function nearCue(lexemes: readonly Lexeme[], start: number, end: number): boolean {
  for (let i = Math.max(0, start - REACH); i < Math.min(lexemes.length, end + REACH); i++) {
    if (isCue(lexemes, i)) return true;
  }
  return false;
}

/** "I'm forty seven", "turning fifty", "47 years old": an age. */
function isAge(lexemes: readonly Lexeme[], start: number, end: number): boolean {
  const before = textAt(lexemes, start - 1);
  const old = /^(years?|yrs?)$/.test(textAt(lexemes, end)) && textAt(lexemes, end + 1) === "old";
  if (old && textAt(lexemes, start - 2) !== "is") return true;
  const ageOf = /^(of|to|is)$/.test(before) && textAt(lexemes, start - 2) === "age";
  const years = /^y$/.test(textAt(lexemes, end)) && textAt(lexemes, end + 2) === "o";
  if (years) return true;
  if (isTurn(lexemes, start - 1) || ageOf || /^(aged|age)$/.test(before))
    return !/^(degrees|percent|am|pm|off)$/.test(textAt(lexemes, end));
  return /^(i'm|im)$/.test(before) && (lexemes[end] === undefined || lexemes[end - 1]?.after === ".");
}

/** "the third of March twenty nine": of a birth, two digits behind the day are its year. */
function withShortYear(lexemes: readonly Lexeme[], date: LexemeSpan): LexemeSpan {
  const year = pieceAt(lexemes, date.end);
  const isYear = year?.digits.length === 2 && !year.magnitude && !UNITS.has(textAt(lexemes, year.end));
  return year !== undefined && isYear ? { start: date.start, end: year.end } : date;
}

/** "her birthday is on the 5th": the day alone, right behind the cue. */
function isDayAfterCue(lexemes: readonly Lexeme[], index: number): boolean {
  if (!isOrdinal(textAt(lexemes, index))) return false;
  return [1, 2, 3, 4].some((back) => /^(birthday|bday|born|dob|birth)$/.test(textAt(lexemes, index - back)));
}

/** Dates of birth and ages. Dates without a cue stay unless they are full and long past. */
export const birthFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    const history = lexemes.some((lexeme) => HISTORY.test(lexeme.text));
    const dates = datesIn(lexemes);
    const dated = new Set<number>();
    for (const date of dates) {
      for (let i = date.start; i < date.end; i++) dated.add(i);
      const past = date.year !== undefined && date.year < RECENT && date.end - date.start >= 3;
      if ((past && !history) || nearCue(lexemes, date.start, date.end)) {
        findings.push(findingOf(lexemes, withShortYear(lexemes, date), "DOB", "grammar", 1));
      }
    }
    lexemes.forEach((_, i) => {
      if (!dated.has(i) && isDayAfterCue(lexemes, i))
        findings.push(findingOf(lexemes, { start: i, end: i + 1 }, "DOB", "grammar", 1));
    });
    for (const run of numberRuns(lexemes, (i) => dated.has(i))) {
      const year = yearAt(lexemes, run.start);
      const born = nearCue(lexemes, run.start, run.start) && (run.digits.length >= 4 || year !== undefined);
      const spoken =
        /^(birth|birthday|dob|born)$/.test(textAt(lexemes, run.start - 2)) && run.digits.length >= 2;
      if (born || spoken || isAge(lexemes, run.start, run.end)) {
        findings.push(findingOf(lexemes, run, "DOB", "grammar", 1));
      }
    }
    return findings;
  },
};
