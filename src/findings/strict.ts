import type { Transcript } from "../transcript/transcript.js";
import type { Finding } from "./finding.js";
import { lexemesFrom } from "./lexeme.js";
import { COMMAND_WORDS } from "./lexicon/command-words.js";
import { isFirstName, isLastName, isPlaceName, ordinaryRankOf } from "./lexicon/known-words.js";
import { isOrdinal, NUMBER_WORDS } from "./number-words.js";

/** Below this the recogniser may have written a command word for a name. */
const CONFIDENT = 0.6;
/** So far it may have held a word for one with a capital letter: of a misheard name much is left. */
const LARGE = 0.1;
/** From here on the tagger does not hold a word for harmless. */
const WONDERS = 0.01;
/** Numbers up to this many digits set timers and temperatures. */
const LONGEST_NUMBER = 3;
/** The commonest words of all, if no list of names has them, are a vocabulary of commands too. */
const COMMON_RANK = 4_000;

function isCommandWord(text: string): boolean {
  if (COMMAND_WORDS.has(text) || NUMBER_WORDS.has(text) || isOrdinal(text)) return true;
  const rank = ordinaryRankOf(text);
  return (
    rank !== undefined && rank < COMMON_RANK && ![isFirstName, isLastName, isPlaceName].some((is) => is(text))
  );
}

/**
 * Strict mode: every word that is not a word of commands, of which the recogniser is not sure, or of which the tagger
 * wonders. Misheard names lose their place here whatever they were taken for.
 */
export function strictFindings(
  transcript: Transcript,
  findings: readonly Finding[] = [],
): readonly Finding[] {
  const known = new Set<number>();
  const unknown = new Set<number>(
    findings.filter(({ source, score }) => source === "tagger" && score >= WONDERS).map((f) => f.wordStart),
  );
  for (const lexeme of lexemesFrom(transcript)) {
    const { text, kind, word, opens, probability } = lexeme;
    const isShort = kind === "digits" || kind === "time" || kind === "amount";
    const isNumber = isShort && text.length <= LONGEST_NUMBER + 1;
    const isLarge =
      !opens && text !== "i" && !text.startsWith("i'") && (transcript.words[word]?.capital ?? 0) >= LARGE;
    const isCommand = isCommandWord(text) || isNumber || kind === "symbol";
    (isCommand && !isLarge && probability >= CONFIDENT ? known : unknown).add(word);
  }
  return transcript.words.flatMap((_, word): Finding[] => {
    if (known.has(word) && !unknown.has(word)) return [];
    const type = /\d/.test(transcript.words[word]?.text ?? "") ? "DIGITS" : "PERSON";
    return [{ wordStart: word, wordEnd: word + 1, type, source: "strict", score: 1 }];
  });
}
