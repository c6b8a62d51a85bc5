import { ORDINARY_WORDS } from "../../src/findings/tables/ordinary-words.js";
import { plainParts } from "../../src/findings/tagger/word-pieces.js";

/** Padding, what is unknown, and the marks around a sentence: the first ids, in this order. */
export const MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] as const;
/** What an ordinary word of the film subtitles counts for beside the words that were heard. */
const ORDINARY_WEIGHT = 2;
const ORDINARY_COUNT = 6_000;

/**
 * The pieces of a large vocabulary that pay for their place: those that heard and ordinary words are cut into most
 * often, and every single letter, so that nothing is unknown.
 * @param whole BERT's vocabulary, a piece a line
 * @param printed words as the recogniser prints them
 * @param size pieces to keep
 */
export function prunedVocabulary(
  whole: readonly string[],
  printed: Iterable<string>,
  size: number,
): string[] {
  const known = new Set(whole);
  const counts = new Map<string, number>();
  const count = (word: string, weight: number): void => {
    for (const part of plainParts(word)) {
      for (const piece of cut(part, known)) counts.set(piece, (counts.get(piece) ?? 0) + weight);
    }
  };
  for (const word of printed) count(word, 1);
  for (const word of ORDINARY_WORDS.split("|").slice(0, ORDINARY_COUNT)) count(word, ORDINARY_WEIGHT);
  const single = whole.filter((piece) => /^(?:##)?[a-z0]$/.test(piece) || /^[^\p{L}\p{N}[\]]$/u.test(piece));
  const rest = [...counts].sort((a, b) => b[1] - a[1]).map(([piece]) => piece);
  return [...new Set([...MARKS, ...single, ...rest])].slice(0, size);
}

function cut(part: string, known: ReadonlySet<string>): readonly string[] {
  const pieces: string[] = [];
  let at = 0;
  while (at < part.length) {
    let end = part.length;
    const named = () => `${at === 0 ? "" : "##"}${part.slice(at, end)}`;
    while (end > at && !known.has(named())) end--;
    if (end === at) return [];
    pieces.push(named());
    at = end;
  }
  return pieces;
}
