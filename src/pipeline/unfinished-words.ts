import { lexemesFrom } from "../findings/lexeme.js";
import { NUMBER_WORDS } from "../findings/number-words.js";
import type { Transcript } from "../transcript/transcript.js";

/** After these something follows: articles, prepositions, conjunctions, and what announces a value. */
const LEADING = new Set(
  (
    "a an the this that my your his her our their some any no every " +
    "to for of at in on with from by into about as than like near " +
    "and or but so because if when then also plus dot dash " +
    "is are was were be am i i'm it's that's they're we're you're has have had will can could should would do does " +
    "please um uh er erm hmm well " +
    "number numbers code pin password passcode name surname address postcode zip email spelled spelt called named " +
    "call text message tell ask remind ring mister mr mrs ms miss dr doctor"
  ).split(" "),
);
/** Who has said less has hardly begun. */
const FEWEST_WORDS = 2;

/**
 * Whether a person who pauses after these words has probably ended: not in the midst of a number or of letters, which
 * are dictated with pauses, not after a word that wants another, not where the recogniser heard no end of a sentence.
 */
export function soundFinished(transcript: Transcript): boolean {
  const lexemes = lexemesFrom(transcript);
  const last = lexemes.at(-1);
  if (last === undefined || transcript.words.length < FEWEST_WORDS) return false;
  return (
    last.kind === "word" && last.after === "." && !NUMBER_WORDS.has(last.text) && !LEADING.has(last.text)
  );
}
