import { type Lexeme, lexemesFrom } from "../findings/lexeme.js";
import { NUMBER_WORDS } from "../findings/number-words.js";
import { numberRuns } from "../findings/numbers/number-run.js";
import type { Transcript } from "../transcript/transcript.js";

/** After these something follows: articles, prepositions, conjunctions, and what announces a value. */
const LEADING = new Set(
  (
    "a an the that my your his her our their some any every " +
    "to for of at with from by into than near and or but so because if when then also plus dot dash " +
    "is are was were be am i i'm it's that's they're we're you're has have had will can could should would do does " +
    "um uh er erm hmm well number numbers code pin password passcode surname postcode zip spelled spelt called named " +
    "call text tell ask remind ring mister mr mrs ms miss dr doctor"
  ).split(" "),
);
/** Who has said less has hardly begun. */
const FEWEST_WORDS = 2;
const MONTHS = new Set(
  "january february march april may june july august september october november december".split(" "),
);
/** A month stands no further before the year of its date. */
const DATE_WORDS = 4;

/**
 * Whether a person who pauses after these words has probably ended: not in the midst of a number or of letters, which
 * are dictated with pauses, not after a word that wants another, not where the recogniser heard no end of a sentence.
 */
export function soundFinished(transcript: Transcript): boolean {
  const lexemes = lexemesFrom(transcript);
  const last = lexemes.at(-1);
  if (last === undefined || transcript.words.length < FEWEST_WORDS || last.after !== ".") return false;
  const isNumber = last.kind !== "word" || NUMBER_WORDS.has(last.text);
  return isNumber ? isWholeNumber(lexemes) : !LEADING.has(last.text);
}

/** A telephone or card number with all of its digits, or a date with its year. */
function isWholeNumber(lexemes: readonly Lexeme[]): boolean {
  const run = numberRuns(lexemes, () => false).at(-1);
  if (run === undefined || run.end !== lexemes.length) return false;
  const { digits, start } = run;
  if (/^\d{16}$|^[01]\d{10}$|^[2-9]\d{9}$/.test(digits)) return true;
  const before = lexemes.slice(Math.max(0, start - DATE_WORDS), start);
  return /(?:19|20)\d\d$/.test(digits) && before.some(({ text }) => MONTHS.has(text));
}
