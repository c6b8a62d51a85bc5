import type { Transcript } from "../../transcript/transcript.js";
import type { Finding, RuleFinder } from "../finding.js";
import { type Lexeme, lexemesFrom } from "../lexeme.js";
import { findingOf } from "../span.js";
import { datesIn } from "./dates.js";
import { kindOfRun } from "./number-kind.js";
import { numberRuns } from "./number-run.js";

function skipper(lexemes: readonly Lexeme[]): (index: number) => boolean {
  const skipped = new Set<number>();
  for (const date of datesIn(lexemes)) for (let i = date.start; i < date.end; i++) skipped.add(i);
  return (index) => skipped.has(index);
}

/** Numbers of every kind: phone, card, bank, national, PIN and code, and any run of five digits and more. */
export const numberFinder: RuleFinder = {
  source: "grammar",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    for (const run of numberRuns(lexemes, skipper(lexemes))) {
      const type = kindOfRun(lexemes, run);
      if (type !== undefined) findings.push(findingOf(lexemes, run, type, "grammar", 1));
    }
    return findings;
  },
};
