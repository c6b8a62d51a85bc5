import type { Lexeme } from "../lexeme.js";
import { DIGIT_SOUNDS } from "../lexicon/sound-alikes.js";
import { isOrdinal } from "../number-words.js";
import type { LexemeSpan } from "../span.js";
import { phraseLengthAt, textAt } from "../span.js";
import { type NumberPiece, pieceAt } from "./number-piece.js";

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
  "i mean",
  "wait",
  "hang on",
  "hold on",
  "actually",
  "rather",
  "correction",
  "scratch that",
  "make that",
  "let me see",
  "you know",
  "like",
  "dash",
  "hyphen",
  "space",
  "comma",
  "slash",
  "dot",
  "point",
  "then",
  "and then",
  "followed by",
  "extension",
  "ext",
  "hash",
];
/** After one of those, "it's" begins the correction. */
const RESUMES = ["it's", "that's", "it is", "should be"];
/** "no, sorry, wait" is about as long as people hesitate. */
const MOST_BRIDGES = 4;

/** Dictation: so many single digits make a "for" between digits a four. */
const DICTATED = 2;
const LONG = 5;
/** Printed in one piece, so many digits were dictated too. */
const PHONE_LENGTH = 7;

function bridgedFrom(lexemes: readonly Lexeme[], end: number): number {
  let at = end;
  for (let i = 0; i < MOST_BRIDGES; i++) {
    const length = phraseLengthAt(lexemes, at, at > end ? [...BRIDGES, ...RESUMES] : BRIDGES);
    if (length === 0) break;
    at += length;
  }
  return at;
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

interface Growing {
  digits: string;
  pieces: number;
  singles: number;
  amount: boolean;
}

/** Said beside a number and no digit of it, however it is dictated. */
const NO_DIGIT =
  /^(and|plus|minus|times|divided|by|percent|at|in|on|from|until|till|degrees|please|point|times|x|is|are)$/;

function isDictated(run: Growing): boolean {
  return run.singles >= DICTATED || run.digits.length >= LONG;
}

function isSingle(piece: NumberPiece | undefined): boolean {
  return piece !== undefined && piece.digits.length === 1;
}

/**
 * A word inside of a dictated number that is no number word: "nine four seven for two", "two six, go, three nine". Where
 * digits are dictated on both sides, the recogniser misheard one.
 */
function misheard(lexemes: readonly Lexeme[], end: number, run: Growing): NumberPiece | undefined {
  const text = textAt(lexemes, end);
  const amount = run.amount && run.pieces < 2;
  if (amount || lexemes[end - 1]?.after === "." || NO_DIGIT.test(text)) return undefined;
  // "to-morrow" is no two.
  if (lexemes[end]?.joined === true || lexemes[end + 1]?.joined === true) return undefined;
  const digits = DIGIT_SOUNDS.get(text);
  const piece = { digits: digits ?? "0", end: end + 1, amount: false, magnitude: false };
  const next = pieceAt(lexemes, bridgedFrom(lexemes, end + 1));
  const afterNext = next === undefined ? undefined : pieceAt(lexemes, next.end);
  const dictatedOn = isSingle(next) && isSingle(afterNext);
  const isLast = end + 1 >= lexemes.length || lexemes[end]?.after === ".";
  if (digits === undefined) {
    // An unknown word counts only between long dictations: "eight nine four, but nine three two".
    const wordBetween =
      lexemes[end]?.kind === "word" && text.length <= 5 && run.singles > DICTATED && dictatedOn;
    return wordBetween ? piece : undefined;
  }
  if (isDictated(run) && (isLast || (next !== undefined && !next.magnitude && !next.amount))) return piece;
  // The nought of "eight one nought three" is printed "not".
  const nought = text === "not" && run.pieces >= DICTATED && next !== undefined;
  return nought || (run.singles > 0 && dictatedOn) ? piece : undefined;
}

/** Said after a number without being its last digit. */
const AFTERWORDS =
  /^(please|thanks|thank|now|today|tomorrow|tonight|then|okay|ok|yes|no|sorry|alexa|computer|jarvis|monday|tuesday|wednesday|thursday|friday|saturday|sunday|am|pm|degrees|minutes|hours|seconds)$/;

/** "four three six, north.", "seven double ah.": the last digit of a dictation, misheard. */
function lastWordEnd(lexemes: readonly Lexeme[], end: number, run: Growing): number {
  if (!isDictated(run) || lexemes[end - 1]?.after === "." || lexemes[end] === undefined) return end;
  if (/^(double|triple|treble)$/.test(textAt(lexemes, end))) return Math.min(lexemes.length, end + 2);
  if (isOrdinal(textAt(lexemes, end)) && run.digits.length >= LONG) return end + 1;
  const isLast = end + 1 === lexemes.length || lexemes[end]?.after === ".";
  const paused = lexemes[end - 1]?.after === "," && run.digits.length >= LONG;
  const word = lexemes[end]?.kind === "word" && !AFTERWORDS.test(textAt(lexemes, end));
  return isLast && paused && word ? end + 1 : end;
}

/** "change the code to": there the "to" is no two. */
const CHANGES = /^(set|change|make|update|reset|switch|send|go|want|like)$/;

/** "is for two two one": where a number is announced, the "for" before dictated digits is its first. */
function reachesBack(lexemes: readonly Lexeme[], start: number, run: Growing): boolean {
  const text = textAt(lexemes, start - 1);
  if (!DIGIT_SOUNDS.has(text)) return false;
  // "oh seven five" at the very beginning is printed "go".
  if (lexemes[start - 1]?.opens === true && /^(go|oh|o|not|for)$/.test(text)) return run.singles > DICTATED;
  const changed = lexemes.slice(Math.max(0, start - 6), start).some((l) => CHANGES.test(l.text));
  if (text === "to" && changed) return false;
  const announced =
    /^(is|are|number|numbers|code|codes|pin|postcode|zip|card|account|reference|on|dial|call|ring|text|phone|it's|plus)$/.test(
      textAt(lexemes, start - 2),
    );
  const called =
    /^(call|ring|text|phone|dial)$/.test(textAt(lexemes, start - 2)) && run.digits.length >= LONG;
  return called || ((run.singles > DICTATED || run.digits.length >= PHONE_LENGTH) && announced);
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
