import type { Transcript } from "../transcript/transcript.js";
import type { Finding } from "./finding.js";
import { lexemesFrom } from "./lexeme.js";
import { COMMAND_WORDS } from "./lexicon/command-words.js";
import { isOrdinal, NUMBER_WORDS } from "./number-words.js";

/** Below this the recogniser may have written a command word for a name. */
const CONFIDENT = 0.7;
/** Numbers up to this many digits set timers and temperatures. */
const LONGEST_NUMBER = 3;

/**
 * Strict mode: every word that is not a word of commands, or of which the recogniser is not sure.
 * Misheard names lose their place here whatever they were taken for.
 */
export function strictFindings(transcript: Transcript): readonly Finding[] {
  const known = new Set<number>();
  const unknown = new Set<number>();
  for (const lexeme of lexemesFrom(transcript)) {
    const short = lexeme.kind === "digits" || lexeme.kind === "time" || lexeme.kind === "amount";
    const number = (short && lexeme.text.length <= LONGEST_NUMBER + 1) || NUMBER_WORDS.has(lexeme.text);
    const command =
      COMMAND_WORDS.has(lexeme.text) || number || isOrdinal(lexeme.text) || lexeme.kind === "symbol";
    (command && lexeme.probability >= CONFIDENT ? known : unknown).add(lexeme.word);
  }
  return transcript.words.flatMap((_, word): Finding[] => {
    if (known.has(word) && !unknown.has(word)) return [];
    const type = /\d/.test(transcript.words[word]?.text ?? "") ? "DIGITS" : "PERSON";
    return [{ wordStart: word, wordEnd: word + 1, type, source: "strict", score: 1 }];
  });
}
