import type { Token, Transcript, Word } from "./transcript.js";

/** Tokens to printed words: a token that begins with a space begins a word. Tokens that print nothing join their neighbour. */
export function wordsOf(tokens: readonly Token[]): readonly Word[] {
  const words: Word[] = [];
  let start = 0;
  for (let i = 1; i <= tokens.length; i++) {
    const next = tokens[i];
    if (next !== undefined && !next.text.startsWith(" ")) continue;
    const word = wordAt(tokens, start, i);
    // A lone space in front of a digit is a token of its own: it belongs to the word that follows.
    if (word === undefined) continue;
    words.push(word);
    start = i;
  }
  return words;
}

function wordAt(tokens: readonly Token[], tokenStart: number, tokenEnd: number): Word | undefined {
  const own = tokens.slice(tokenStart, tokenEnd);
  const text = own
    .map((token) => token.text)
    .join("")
    .trim();
  if (text === "") return undefined;
  const probability = own.reduce((lowest, token) => Math.min(lowest, token.probability), 1);
  return { text, tokenStart, tokenEnd, probability, capital: own[0]?.capital ?? 0 };
}

/** The transcript as the recogniser printed it. It is personal: never log it. */
export function transcriptText(transcript: Transcript): string {
  return transcript.words.map((word) => word.text).join(" ");
}
