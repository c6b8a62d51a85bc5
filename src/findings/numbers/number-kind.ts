import type { PersonalType } from "../../domain/personal-type.js";
import type { Lexeme } from "../lexeme.js";
import {
  BANK_CUES,
  CARD_CUES,
  HARMLESS_NAMES,
  ID_CUES,
  LOCK_CUES,
  MATHS,
  PHONE_CUES,
  POST_CUES,
  SECRET_CUES,
  TIME_CUES,
  UNITS,
} from "../lexicon/number-contexts.js";
import { textAt } from "../span.js";
import type { NumberRun } from "./number-run.js";
import { labelledPhone } from "./phone-label.js";

/** How far before and after a number a cue counts, in lexemes. */
const BEFORE = 8;
const AFTER = 5;
/** A run this long is personal whatever stands around it. */
const ALWAYS = 5;

/** What stands around a run. */
interface Surroundings {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function around(lexemes: readonly Lexeme[], run: NumberRun): Surroundings {
  return {
    before: lexemes.slice(Math.max(0, run.start - BEFORE), run.start).map((l) => l.text),
    after: lexemes.slice(run.end, run.end + AFTER).map((l) => l.text),
  };
}

function hears(cues: ReadonlySet<string>, texts: readonly string[]): boolean {
  return texts.some((text) => cues.has(text));
}

function isMeasured(lexemes: readonly Lexeme[], run: NumberRun): boolean {
  if (UNITS.has(textAt(lexemes, run.end))) return true;
  // "twenty slices": a small number before a plural counts things.
  return run.digits.length <= 3 && /[a-z]{2}s$/.test(textAt(lexemes, run.end));
}

function isSum(lexemes: readonly Lexeme[], run: NumberRun): boolean {
  return (
    [-1, -2, -3].some((d) => MATHS.has(textAt(lexemes, run.start + d))) || MATHS.has(textAt(lexemes, run.end))
  );
}

/** "channel 1 0 4", "bus number 47": a name of everyday life. */
function isNamed(lexemes: readonly Lexeme[], run: NumberRun): boolean {
  const before = textAt(lexemes, run.start - 1);
  const noun = /^(number|no|hash|the)$/.test(before) ? textAt(lexemes, run.start - 2) : before;
  return HARMLESS_NAMES.has(noun);
}

/** "the padlock is 4,900". */
function isLockSetTo(lexemes: readonly Lexeme[], run: NumberRun): boolean {
  const lock = /^(padlock|safe|locker|vault|keypad|combination|lock|lockbox)$/;
  const said =
    /^(is|to|at)$/.test(textAt(lexemes, run.start - 1)) && lock.test(textAt(lexemes, run.start - 2));
  return said && run.digits.length >= 3 && !UNITS.has(textAt(lexemes, run.end));
}

/** Clock times are said in up to three pieces: "6 4 5", "6 45". */
const CLOCK_PIECES = 3;

/** "wake me at 6 1 5", "ten fifteen tomorrow". */
function isTimeOfDay(run: NumberRun, near: Surroundings): boolean {
  if (!isClock(run.digits) || run.pieces > CLOCK_PIECES) return false;
  if (run.singles >= CLOCK_PIECES) return /^(at|for|till|until|by|before)$/.test(near.before.at(-1) ?? "");
  return hears(TIME_CUES, near.before.slice(-3)) || hears(TIME_CUES, near.after.slice(0, 2));
}

function isClock(digits: string): boolean {
  if (!/^\d{3,4}$/.test(digits)) return false;
  return Number(digits.slice(0, -2)) <= 23 && Number(digits.slice(-2)) <= 59;
}

function isYear(digits: string): boolean {
  return /^(1[0-9]|20)\d\d$/.test(digits);
}

function typeOfLong(run: NumberRun, near: Surroundings): PersonalType {
  const { before, after } = near;
  const length = run.digits.length;
  if (/\b(sort code|routing|swift|iban)\b/.test(before.join(" "))) return "NUMBER_ID";
  if (/\b(zip|postal|post) code\b|\bpostcode\b/.test(before.join(" "))) return "POSTCODE";
  if (hears(SECRET_CUES, before) && length <= 8) return "SECRET";
  if (hears(CARD_CUES, before) || hears(CARD_CUES, after)) return "NUMBER_ID";
  if (hears(BANK_CUES, before) || hears(ID_CUES, before)) return "NUMBER_ID";
  if (length === 5 && hears(POST_CUES, before)) return "POSTCODE";
  if (hears(PHONE_CUES, before) || labelledPhone(run.digits)) return "PHONE";
  if (length >= 13 || length === 9) return "NUMBER_ID";
  return length === 7 || length === 10 || length === 11 ? "PHONE" : "DIGITS";
}

/** What a run of numbers is, or undefined when it may stay. */
export function kindOfRun(lexemes: readonly Lexeme[], run: NumberRun): PersonalType | undefined {
  const near = around(lexemes, run);
  const length = run.digits.length;
  if (run.range) return undefined;
  if (isLockSetTo(lexemes, run)) return "SECRET";
  if (
    run.amount &&
    run.pieces === 1 &&
    (isMeasured(lexemes, run) || isSum(lexemes, run) || length < ALWAYS)
  ) {
    return undefined;
  }
  if (length >= ALWAYS) return typeOfLong(run, near);
  if (isMeasured(lexemes, run) || isSum(lexemes, run)) return undefined;
  const cued = hears(SECRET_CUES, near.before) || hears(SECRET_CUES, near.after);
  if (length >= 2 && cued) return "SECRET";
  const last = near.before.join(" ");
  if (length >= 2 && /\b(last (four|4|three|3)|ending( in)?|ends in|expires|expiry|cvv|cvc)\b/.test(last)) {
    return "NUMBER_ID";
  }
  if (isNamed(lexemes, run) || isTimeOfDay(run, near)) return undefined;
  if (run.singles >= 3) return hears(LOCK_CUES, near.before) ? "SECRET" : "DIGITS";
  if (length >= 3 && hears(LOCK_CUES, near.before)) return "SECRET";
  if (length === 4 && !isYear(run.digits)) return "DIGITS";
  return undefined;
}
