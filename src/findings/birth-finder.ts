import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { datesIn, yearAt } from "./numbers/dates.js";
import { numberRuns } from "./numbers/number-run.js";
import { findingOf, textAt } from "./span.js";

const CUES = /^(born|birthday|birthdate|birth|dob|birthdays|bday|birthed|turns)$/;
/** A full date before this year is somebody's past; alarms and appointments lie ahead. */
const RECENT = 2010;
/** How far a cue reaches, in lexemes. */
const REACH = 12;

function nearCue(lexemes: readonly Lexeme[], start: number, end: number): boolean {
  return lexemes.slice(Math.max(0, start - REACH), end + REACH).some((l) => CUES.test(l.text));
}

/** "I'm forty seven", "turning fifty", "47 years old": an age. */
function isAge(lexemes: readonly Lexeme[], start: number, end: number): boolean {
  const before = textAt(lexemes, start - 1);
  const old = /^(years?|yrs?)$/.test(textAt(lexemes, end)) && textAt(lexemes, end + 1) === "old";
  if (old && textAt(lexemes, start - 2) !== "is") return true;
  if (/^(turning|turned|turns|aged|age)$/.test(before))
    return !/^(degrees|percent|am|pm|off)$/.test(textAt(lexemes, end));
  return /^(i'm|im)$/.test(before) && (lexemes[end] === undefined || lexemes[end - 1]?.after === ".");
}

/** Dates of birth and ages. Dates without a cue stay unless they are full and long past. */
export const birthFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    const dates = datesIn(lexemes);
    const dated = new Set<number>();
    for (const date of dates) {
      for (let i = date.start; i < date.end; i++) dated.add(i);
      const past = date.year !== undefined && date.year < RECENT && date.end - date.start >= 3;
      if (past || nearCue(lexemes, date.start, date.end)) {
        findings.push(findingOf(lexemes, date, "DOB", "grammar", 1));
      }
    }
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
