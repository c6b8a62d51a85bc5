import type { Lexeme } from "../lexeme.js";
import type { LexemeSpan } from "../span.js";
import { textAt } from "../span.js";
import { bridgedFrom } from "./bridges.js";
import { type Growing, lastWordEnd, misheard, reachesBack } from "./misheard-digits.js";
import { pieceAt } from "./number-piece.js";

/** Numbers said one after the other, with the fillers and corrections between them. */
export interface NumberRun extends LexemeSpan {
  /** All digits in a row, as they would be dialled. */
  readonly digits: string;
  /** Numbers said one by one. */
  readonly pieces: number;
  /** How many of them were a single digit each, or one doubled: the way people dictate. */
  readonly singles: number;
  /** Said or printed as a quantity: "ten thousand", "10,000", "3.5". */
  readonly amount: boolean;
  /** Two small numbers in one printed word, "8-10": from eight to ten. */
  readonly range: boolean;
}

function isRange(lexemes: readonly Lexeme[], span: LexemeSpan, pieces: number): boolean {
  if (pieces !== 2 || span.end - span.start !== 2) return false;
  const [a, b] = [lexemes[span.start], lexemes[span.start + 1]];
  return (
    a?.word === b?.word &&
    textAt(lexemes, span.start).length <= 2 &&
    textAt(lexemes, span.start + 1).length <= 2
  );
}

function runFrom(
  lexemes: readonly Lexeme[],
  index: number,
  skip: (index: number) => boolean,
): NumberRun | undefined {
  const run: Growing = { digits: "", pieces: 0, singles: 0, amount: false };
  let end = index;
  let next = skip(index) ? undefined : pieceAt(lexemes, index);
  while (next !== undefined) {
    run.digits += next.digits;
    run.pieces += 1;
    run.singles += next.digits.length === 1 || next.repeated === true ? 1 : 0;
    run.amount ||= next.amount || next.magnitude;
    end = next.end;
    const bridged = bridgedFrom(lexemes, end);
    next = skip(bridged) ? undefined : (pieceAt(lexemes, bridged) ?? misheard(lexemes, bridged, run));
  }
  if (run.pieces === 0) return undefined;
  end = lastWordEnd(lexemes, end, run);
  const plus = textAt(lexemes, index - 1) === "plus";
  const start = plus || reachesBack(lexemes, index, run) ? index - 1 : index;
  return { ...run, start, end, range: isRange(lexemes, { start, end }, run.pieces) };
}

/**
 * Every run of numbers, longest first sight, not overlapping. Lexemes for which `skip` holds (dates,
 * times of day) end a run.
 */
export function numberRuns(
  lexemes: readonly Lexeme[],
  skip: (index: number) => boolean,
): readonly NumberRun[] {
  const runs: NumberRun[] = [];
  for (let index = 0; index < lexemes.length; ) {
    const run = runFrom(lexemes, index, skip);
    if (run !== undefined) runs.push(run);
    index = run?.end ?? index + 1;
  }
  return runs;
}
