import type { Lexeme } from "../lexeme.js";
import { NUMBER_WORDS } from "../number-words.js";
import { textAt } from "../span.js";

/** One number as it is said: "six", "forty two", "double five", "two hundred and four". */
export interface NumberPiece {
  readonly digits: string;
  /** Exclusive, in lexemes. */
  readonly end: number;
  /** Printed as a quantity: "10,000", "3.5". */
  readonly amount: boolean;
  /** Said with double or triple. */
  readonly repeated?: true;
  /** Said with hundred, thousand or million. */
  readonly magnitude: boolean;
}

const FILLER = /^(um|uh|er|erm|ah|hmm|no|sorry|o|oh)$/;

function small(lexemes: readonly Lexeme[], index: number): NumberPiece | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return undefined;
  const at = (digits: string, end: number): NumberPiece => ({ digits, end, amount: false, magnitude: false });
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
    // "triple not": the nought, misheard.
    const nought = next?.text === "not" ? "0" : undefined;
    const repeated = next === undefined ? undefined : (nought ?? singleDigit(next));
    return repeated === undefined
      ? undefined
      : { ...at(repeated.repeat(word.times), index + 2), repeated: true };
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
export function pieceAt(lexemes: readonly Lexeme[], index: number): NumberPiece | undefined {
  const article =
    textAt(lexemes, index) === "a" && NUMBER_WORDS.get(textAt(lexemes, index + 1))?.kind === "magnitude";
  const first: NumberPiece | undefined = article
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
