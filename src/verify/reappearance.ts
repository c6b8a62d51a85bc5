import type { Conviction } from "../findings/decide.js";
import { type Lexeme, lexemesFrom } from "../findings/lexeme.js";
import { isOrdinaryWord } from "../findings/lexicon/known-words.js";
import { numberRuns } from "../findings/numbers/number-run.js";
import type { Transcript, WordRange } from "../transcript/transcript.js";

/** Digits in a row that give a number away. */
const TELLING_DIGITS = 3;
/** Letters of a word that give a name away. */
const TELLING_LETTERS = 3;

interface Content {
  readonly words: ReadonlySet<string>;
  readonly digits: readonly string[];
}

const never = () => false;

function contentOf(lexemes: readonly Lexeme[]): Content {
  const telling = lexemes.filter(
    (l) => l.kind === "word" && l.text.length >= TELLING_LETTERS && !isOrdinaryWord(l.text),
  );
  return {
    words: new Set(telling.map((l) => l.text)),
    digits: numberRuns(lexemes, never).map((run) => run.digits),
  };
}

function sharesDigits(digits: string, secrets: readonly string[]): boolean {
  for (let i = 0; i + TELLING_DIGITS <= digits.length; i++) {
    const part = digits.slice(i, i + TELLING_DIGITS);
    if (secrets.some((secret) => secret.includes(part))) return true;
  }
  return false;
}

/**
 * Words of `second` that say again what was cut from `first`: its rare words, or three of its digits in a
 * row. What `first` also holds outside of its cuts is no reappearance.
 */
export function reappearances(
  first: Transcript,
  convictions: readonly Conviction[],
  second: Transcript,
): readonly WordRange[] {
  const isCut = (word: number) => convictions.some((c) => word >= c.wordStart && word < c.wordEnd);
  const lexemes = lexemesFrom(first);
  const secret = contentOf(lexemes.filter((l) => isCut(l.word)));
  const open = contentOf(lexemes.filter((l) => !isCut(l.word)));
  const heard = lexemesFrom(second);
  const ranges: WordRange[] = [];
  for (const lexeme of heard) {
    if (secret.words.has(lexeme.text) && !open.words.has(lexeme.text)) {
      ranges.push({ wordStart: lexeme.word, wordEnd: lexeme.word + 1 });
    }
  }
  for (const run of numberRuns(heard, never)) {
    const fresh = sharesDigits(run.digits, secret.digits) && !open.digits.includes(run.digits);
    const from = heard[run.start]?.word;
    const to = heard[run.end - 1]?.word;
    if (fresh && from !== undefined && to !== undefined) ranges.push({ wordStart: from, wordEnd: to + 1 });
  }
  return ranges;
}
