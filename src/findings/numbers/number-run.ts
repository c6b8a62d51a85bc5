import type { Lexeme } from "../lexeme.js";
import { NUMBER_WORDS } from "../number-words.js";
import type { LexemeSpan } from "../span.js";
import { phraseLengthAt, textAt } from "../span.js";

/** Numbers said one after the other, with the fillers and corrections between them. */
export interface NumberRun extends LexemeSpan {
  /** All digits in a row, as they would be dialled. */
  readonly digits: string;
  /** Numbers said one by one. */
  readonly pieces: number;
  /** How many of them were a single digit each: the way people dictate. */
  readonly singles: number;
  /** Said or printed as a quantity: "ten thousand", "10,000", "3.5". */
  readonly amount: boolean;
  /** Two small numbers in one printed word, "8-10": from eight to ten. */
  readonly range: boolean;
}

/** These do not end a number that goes on after them: fillers, corrections, separators. */
const BRIDGES = [
  "um",
  "uh",
  "er",
  "erm",
  "ah",
  "hmm",
  "no",
  "sorry",
  "no sorry",
  "sorry no",
  "i mean",
  "wait",
  "no wait",
  "actually",
  "make that",
  "let me see",
  "dash",
  "hyphen",
  "space",
  "comma",
  "slash",
  "dot",
  "point",
  "then",
  "and then",
  "extension",
  "hash",
];

const FILLER = /^(um|uh|er|erm|ah|hmm|no|sorry)$/;

interface Piece {
  readonly digits: string;
  readonly end: number;
  readonly amount: boolean;
  readonly magnitude: boolean;
}

function small(lexemes: readonly Lexeme[], index: number): Piece | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return undefined;
  const at = (digits: string, end: number): Piece => ({ digits, end, amount: false, magnitude: false });
  if (lexeme.kind === "digits") return at(lexeme.text, index + 1);
  if (lexeme.kind === "amount") return { ...at(lexeme.text.replace(".", ""), index + 1), amount: true };
  if (lexeme.kind === "letter" && lexeme.text === "o" && neighboursNumber(lexemes, index))
    return at("0", index + 1);
  const word = NUMBER_WORDS.get(lexeme.text);
  if (word === undefined) return undefined;
  if (lexeme.text === "oh" && !neighboursNumber(lexemes, index)) return undefined;
  if (word.kind === "digit" || word.kind === "teen") return at(word.digits, index + 1);
  if (word.kind === "tens") {
    const unit = NUMBER_WORDS.get(textAt(lexemes, index + 1));
    const follows = unit?.kind === "digit" && unit.digits !== "0";
    return follows ? at(word.digits.charAt(0) + unit.digits, index + 2) : at(word.digits, index + 1);
  }
  if (word.kind === "repeat") {
    const next = lexemes[index + 1];
    const repeated = next === undefined ? undefined : singleDigit(next);
    return repeated === undefined ? undefined : at(repeated.repeat(word.times), index + 2);
  }
  return undefined;
}

function singleDigit(lexeme: Lexeme): string | undefined {
  if (lexeme.kind === "digits" && lexeme.text.length <= 2) return lexeme.text;
  if (lexeme.kind === "letter" && lexeme.text === "o") return "0";
  const word = NUMBER_WORDS.get(lexeme.text);
  return word?.kind === "digit" ? word.digits : undefined;
}

/** "oh" is a nought when a number stands beside it, fillers apart. */
function neighboursNumber(lexemes: readonly Lexeme[], index: number): boolean {
  return ([-1, 1] as const).some((step) => {
    let at = index + step;
    while (FILLER.test(textAt(lexemes, at)) && Math.abs(at - index) <= 3) at += step;
    const near = lexemes[at];
    return near !== undefined && (near.kind === "digits" || NUMBER_WORDS.has(near.text));
  });
}

/** One number with its magnitudes: "six", "forty two", "two hundred and four", "ten thousand". */
function pieceAt(lexemes: readonly Lexeme[], index: number): Piece | undefined {
  const article =
    textAt(lexemes, index) === "a" && NUMBER_WORDS.get(textAt(lexemes, index + 1))?.kind === "magnitude";
  const first: Piece | undefined = article
    ? { digits: "1", end: index + 1, amount: false, magnitude: false }
    : small(lexemes, index);
  if (first === undefined) return undefined;
  let total = 0;
  let current = Number(first.digits.slice(0, 15));
  let end = first.end;
  let scaled = false;
  for (;;) {
    const word = NUMBER_WORDS.get(textAt(lexemes, end));
    if (word?.kind !== "magnitude") break;
    scaled = true;
    if (word.factor === 100) current *= 100;
    else {
      total += current * word.factor;
      current = 0;
    }
    end += 1;
    const joint = textAt(lexemes, end) === "and" ? end + 1 : end;
    const rest = small(lexemes, joint);
    if (rest === undefined || rest.digits.length > 3 || (joint === end && rest.digits.startsWith("0"))) break;
    current += Number(rest.digits);
    end = rest.end;
  }
  if (!scaled) return first;
  return { digits: String(total + current), end, amount: false, magnitude: true };
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

/**
 * Every run of numbers, longest first sight, not overlapping. Lexemes for which `skip` holds (dates,
 * times of day) end a run.
 */
export function numberRuns(
  lexemes: readonly Lexeme[],
  skip: (index: number) => boolean,
): readonly NumberRun[] {
  const runs: NumberRun[] = [];
  let index = 0;
  while (index < lexemes.length) {
    const first = skip(index) ? undefined : pieceAt(lexemes, index);
    if (first === undefined) {
      index += 1;
      continue;
    }
    const start = textAt(lexemes, index - 1) === "plus" && index > 0 ? index - 1 : index;
    const run = { digits: "", pieces: 0, singles: 0, amount: false };
    let end = index;
    let next: Piece | undefined = first;
    while (next !== undefined) {
      run.digits += next.digits;
      run.pieces += 1;
      run.singles += next.digits.length === 1 ? 1 : 0;
      run.amount ||= next.amount || next.magnitude;
      end = next.end;
      const bridged = end + phraseLengthAt(lexemes, end, BRIDGES);
      next = skip(bridged) ? undefined : pieceAt(lexemes, bridged);
    }
    runs.push({ ...run, start, end, range: isRange(lexemes, { start, end }, run.pieces) });
    index = end;
  }
  return runs;
}
