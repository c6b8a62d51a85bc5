import type { Lexeme } from "../lexeme.js";
import { isOrdinaryWord } from "../lexicon/known-words.js";
import { NATO } from "../lexicon/letters.js";
import { DIGIT_SOUNDS, isLetterGroup, LETTER_SOUNDS } from "../lexicon/sound-alikes.js";
import { NUMBER_WORDS } from "../number-words.js";
import { type LexemeSpan, textAt } from "../span.js";

/** Letters and digits said in a row. */
export interface CodeRun extends LexemeSpan {
  /** In small letters, without separators. */
  readonly text: string;
}

interface Unit {
  readonly text: string;
  /** Exclusive. */
  readonly end: number;
}

/** Behind a number these measure it or say the time of day. */
const MEASURES = /^(am|pm|fm|dab|th|st|nd|rd|ml|km|kg|mm|cm|gb|mb|mph|bpm|oz)$/;

function startsWithDigit(lexemes: readonly Lexeme[], index: number): boolean {
  return /^\d/.test(textAt(lexemes, index)) || NUMBER_WORDS.has(textAt(lexemes, index));
}

/** Letters printed as a word: "NWBK", "Tg", and "m" with its digits in "m4317". */
function lettersAt(lexemes: readonly Lexeme[], index: number): string | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined || lexeme.kind !== "word" || lexeme.text.length > 5) return undefined;
  const next = startsWithDigit(lexemes, index + 1);
  const beside = next || startsWithDigit(lexemes, index - 1);
  // "St. two" is no saint and no street.
  if (/^(st|lt|dr|ft)$/.test(lexeme.text)) return next && lexeme.capital ? lexeme.text : undefined;
  if (next && lexeme.capital && /^[bcdfghj-np-tv-z]{2,3}$/.test(lexeme.text)) return lexeme.text;
  if (MEASURES.test(lexeme.text) && !next) return undefined;
  if (isLetterGroup(lexeme.text)) return lexeme.text;
  const inWord = [lexemes[index - 1], lexemes[index + 1]].some(
    (near) => near?.word === lexeme.word && /^\d/.test(near.text),
  );
  if (lexeme.shouted && (inWord || beside)) return lexeme.text;
  // "nine ufdv double five": letters run together inside of a code.
  if (next && lexeme.capital && startsWithDigit(lexemes, index - 1) && !isOrdinaryWord(lexeme.text))
    return lexeme.text;
  return inWord && beside && lexeme.text.length <= 3 ? lexeme.text : undefined;
}

/** What is surely a letter or a digit of a code. */
function unitAt(lexemes: readonly Lexeme[], index: number): Unit | undefined {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return undefined;
  if (lexeme.kind === "digits" || lexeme.kind === "letter") return { text: lexeme.text, end: index + 1 };
  const word = NUMBER_WORDS.get(lexeme.text);
  if (word?.kind === "digit" || word?.kind === "teen" || word?.kind === "tens")
    return { text: word.digits, end: index + 1 };
  if (word?.kind === "repeat") {
    const next =
      lexemes[index + 1]?.kind === "letter" ? textAt(lexemes, index + 1) : unitAt(lexemes, index + 1)?.text;
    return next?.length === 1 ? { text: next.repeat(word.times), end: index + 2 } : undefined;
  }
  const letters = lettersAt(lexemes, index);
  return letters === undefined ? undefined : { text: letters, end: index + 1 };
}

/** What may be a letter or a digit where the code asks for one: "be", "for", "bravo". */
function soundAt(lexemes: readonly Lexeme[], index: number): Unit | undefined {
  const text = textAt(lexemes, index);
  const sound = NATO.has(text) ? text.charAt(0) : (LETTER_SOUNDS.get(text) ?? DIGIT_SOUNDS.get(text));
  // "hq six two uv": two letters that make no word.
  const pair = /^[a-z]{2}$/.test(text) && !MEASURES.test(text) && !isOrdinaryWord(text) ? text : undefined;
  const said = sound ?? pair;
  return said === undefined ? undefined : { text: said, end: index + 1 };
}

/** The nought of a code is printed "not". */
function noughtAt(lexemes: readonly Lexeme[], index: number): Unit | undefined {
  if (textAt(lexemes, index) !== "not" || unitAt(lexemes, index + 1) === undefined) return undefined;
  return { text: "0", end: index + 1 };
}

function isBridge(lexemes: readonly Lexeme[], index: number): boolean {
  return /^(dash|hyphen|space|um|uh|er|slash|then)$/.test(textAt(lexemes, index));
}

function runFrom(lexemes: readonly Lexeme[], start: number): CodeRun | undefined {
  let text = "";
  let end = start;
  for (let at = start; at < lexemes.length; ) {
    const unit = unitAt(lexemes, at) ?? (text === "" ? undefined : noughtAt(lexemes, at));
    if (unit === undefined) {
      if (text === "" || !isBridge(lexemes, at)) break;
      at += 1;
      continue;
    }
    text += unit.text;
    at = unit.end;
    end = at;
  }
  return text === "" ? undefined : withoutArticle(lexemes, { start, end, text });
}

/** "a" and "I" at the edge of a short code are words when a plain word stands beyond them. */
function withoutArticle(lexemes: readonly Lexeme[], code: CodeRun): CodeRun {
  const first = lexemes[code.start];
  const isArticle =
    first?.kind === "letter" &&
    /^[ai]$/.test(first.text) &&
    !first.joined &&
    first.after === "" &&
    code.text.length <= 6;
  if (isArticle && code.start > 0 && lexemes[code.start + 1]?.kind !== "letter") {
    return { ...code, start: code.start + 1, text: code.text.slice(1) };
  }
  return code;
}

/** Every run of letters and digits that are surely such. */
export function codeRuns(lexemes: readonly Lexeme[]): readonly CodeRun[] {
  const runs: CodeRun[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const run = runFrom(lexemes, i);
    if (run === undefined) continue;
    if (run.end > run.start) runs.push(run);
    i = Math.max(i, run.end - 1);
  }
  return runs;
}

/** How many words that only sound like letters may belong to a code at either edge. */
const MOST_SOUNDS = 5;

/** The run with up to five sound-alikes or letters of the same sentence at either edge, every way there is. */
export function widenings(lexemes: readonly Lexeme[], run: CodeRun): readonly CodeRun[] {
  const befores: CodeRun[] = [run];
  for (let at = run.start - 1; at >= run.start - MOST_SOUNDS; at--) {
    const unit = lexemes[at]?.after === "." ? undefined : (soundAt(lexemes, at) ?? unitAt(lexemes, at));
    const last = befores.at(-1);
    if (unit === undefined || unit.end !== at + 1 || last === undefined) break;
    befores.push({ start: at, end: run.end, text: unit.text + last.text });
  }
  return befores.flatMap((before) => {
    const out = [before];
    let text = before.text;
    for (let at = run.end; at < run.end + MOST_SOUNDS + 1 && lexemes[at - 1]?.after !== "."; ) {
      const unit = unitAt(lexemes, at) ?? soundAt(lexemes, at);
      if (unit === undefined) break;
      text += unit.text;
      at = unit.end;
      out.push({ start: before.start, end: at, text });
    }
    return out;
  });
}
