import type { Lexeme } from "../lexeme.js";
import { DIGIT_SOUNDS } from "../lexicon/sound-alikes.js";
import { isOrdinal } from "../number-words.js";
import { textAt } from "../span.js";
import { bridgedFrom } from "./bridges.js";
import { type NumberPiece, pieceAt } from "./number-piece.js";

/** Dictation: so many single digits make a "for" between digits a four. */
const DICTATED = 2;
const LONG = 5;
/** Printed in one piece, so many digits were dictated too. */
const PHONE_LENGTH = 7;

/** A run as far as it was read. */
export interface Growing {
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
export function misheard(lexemes: readonly Lexeme[], end: number, run: Growing): NumberPiece | undefined {
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
export function lastWordEnd(lexemes: readonly Lexeme[], end: number, run: Growing): number {
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
export function reachesBack(lexemes: readonly Lexeme[], start: number, run: Growing): boolean {
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
