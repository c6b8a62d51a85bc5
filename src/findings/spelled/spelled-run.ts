import type { Lexeme } from "../lexeme.js";
import { isOrdinaryWord } from "../lexicon/known-words.js";
import { SPELLING_CUES } from "../lexicon/letters.js";
import { LETTER_SOUNDS } from "../lexicon/sound-alikes.js";
import { type LexemeSpan, phraseLengthAt, textAt } from "../span.js";
import { spelledUnitAt } from "./spelled-unit.js";

/** Letters said one after the other, with the fillers between them. */
export interface SpelledRun extends LexemeSpan {
  readonly letters: number;
  /** Of those, the ones that nothing but spelling explains. */
  readonly sure: number;
  /** How many printed signs those are: one for "qdx". */
  readonly signs: number;
  /** Words of the spelling alphabet among them. */
  readonly alphabet: number;
}

const BRIDGES = [
  "um",
  "uh",
  "er",
  "no",
  "sorry",
  "no sorry",
  "i mean",
  "then",
  "and then",
  "dash",
  "hyphen",
  "apostrophe",
  "space",
  "dot",
  "new word",
  "capital",
  "lower case",
  "upper case",
  "lowercase",
  "uppercase",
];

export function spelledRunAt(lexemes: readonly Lexeme[], start: number): SpelledRun | undefined {
  let run: SpelledRun = { start, end: start, letters: 0, sure: 0, signs: 0, alphabet: 0 };
  // As far as something other than a sound-alike reaches: "s d in francs" is no n.
  let firm = run;
  // Behind "spelling" one letter is proof enough that the next sounds are letters too.
  const announced = SPELLING_CUES.has(textAt(lexemes, start - 1)) ? 1 : 0;
  for (;;) {
    const bridged = run.letters > 0 ? run.end + phraseLengthAt(lexemes, run.end, BRIDGES) : run.end;
    const unit = spelledUnitAt(lexemes, bridged, { ...run, sure: run.sure + announced });
    if (unit === undefined) break;
    run = {
      start,
      end: unit.end,
      letters: run.letters + unit.letters,
      sure: run.sure + (unit.sure ? unit.letters : 0),
      signs: run.signs + (unit.sure ? 1 : 0),
      alphabet: run.alphabet + (unit.alphabet === true ? 1 : 0),
    };
    const paused = lexemes[run.end - 1]?.after !== "" || run.end === lexemes.length;
    if (unit.sure || unit.alphabet === true || paused || lexemes[unit.end - 1]?.kind === "letter") firm = run;
  }
  return firm.letters === 0 ? undefined : firm;
}

/** Words that a run may take in at its front. */
const REACH = 4;
/** So many sure letters were dictated. */
const CERTAIN = 3;
/** Before spelled letters: what follows is spelled from its first sound on. */
export const ANNOUNCES = /^(is|it's|its|it|that's|spelled|spelt|spell|spells|under|as|name|surname)$/;
const POLITE =
  /^(okay|ok|yes|yeah|yep|no|well|so|right|sure|please|thanks|today|tomorrow|tonight|now|hello|hi|hey|sorry)$/;

/** One word before the letters: with a pause behind it, or one that nobody knows. */
function isMisheard(lexemes: readonly Lexeme[], index: number): boolean {
  const lexeme = lexemes[index];
  if (lexeme === undefined) return false;
  const cued =
    SPELLING_CUES.has(textAt(lexemes, index - 1)) && lexeme.text.length <= 3 && lexeme.text !== "it";
  return cued || (lexeme.after === "," && !POLITE.test(lexeme.text)) || !isOrdinaryWord(lexeme.text);
}

/**
 * The run with the letters at its front that were printed as words, where a cue or the start of the utterance stands
 * before them: "the name is an o w a k", "hate, h m d t".
 */
function frontOf(lexemes: readonly Lexeme[], run: SpelledRun): number {
  for (let at = run.start; run.start - at <= REACH; at--) {
    const before = textAt(lexemes, at - 1);
    if (at === 0 || ANNOUNCES.test(before) || SPELLING_CUES.has(before)) return at;
    const lexeme = lexemes[at - 1];
    // "to" is a t, but only between letters: "and to you" is n t u.
    const sound =
      LETTER_SOUNDS.has(before) || lexeme?.kind === "letter" || (before === "to" && at < run.start);
    const misheard = at === run.start && lexeme?.kind === "word" && isMisheard(lexemes, at - 1);
    if (lexeme?.after === "." || !(sound || misheard)) return run.start;
  }
  return run.start;
}

function isEnd(lexemes: readonly Lexeme[], end: number): boolean {
  return end >= lexemes.length || lexemes[end - 1]?.after === ".";
}

/** "R H Y S with an H": what is said of the letters tells them. */
function backOf(lexemes: readonly Lexeme[], run: SpelledRun): number {
  let end = run.end;
  if (/^(with|within)$/.test(textAt(lexemes, end))) {
    const letter =
      /^an?$/.test(textAt(lexemes, end + 1)) && lexemes[end + 2] !== undefined ? end + 2 : end + 1;
    if (lexemes[letter]?.kind === "letter") return letter + 1;
  }
  while (LETTER_SOUNDS.has(textAt(lexemes, end)) && lexemes[end - 1]?.after !== ".") end += 1;
  if (isEnd(lexemes, end)) return end;
  // One word is left of the sentence: the last letter, misheard.
  const last = isEnd(lexemes, end + 1) && run.sure > CERTAIN && lexemes[end]?.kind === "word";
  return last && !POLITE.test(textAt(lexemes, end)) ? end + 1 : run.end;
}

/** The run to its true ends. */
export function widenedRun(lexemes: readonly Lexeme[], run: SpelledRun): SpelledRun {
  return { ...run, start: frontOf(lexemes, run), end: backOf(lexemes, run) };
}
