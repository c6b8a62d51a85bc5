import type { LexiconWord } from "./lexicon.js";
import { distancesToPrefixes, isWithin, phoneDistance } from "./phones.js";

/** A word or two that could be taken for the wake word. */
export interface Neighbour {
  readonly text: string;
  /** Of their sounds, as phoneDistance counts, for each sound of the wake word. */
  readonly distance: number;
  /** How often it is said in a million words; of two words the rarer one's. */
  readonly perMillion: number;
}

/** Words so common that two of them stand beside each other in ordinary speech. */
const PAIRED = 3_000;
/** Of each half, so many of the nearest are tried with those of the other half. */
const PER_HALF = 6;

export interface Phrase {
  readonly text: string;
  readonly phones: readonly string[];
}

/** The single words nearest to the phrase, nearest first; the phrase's own spelling is none. */
export function nearestWords(phrase: Phrase, words: readonly LexiconWord[], most: number): Neighbour[] {
  const { length } = phrase.phones;
  return words
    .filter(
      ({ word, phones }) =>
        word !== phrase.text &&
        Math.abs(phones.length - length) <= length / 2 &&
        !holds(phones, phrase.phones),
    )
    .map(({ word, phones, perMillion }) => ({
      text: word,
      distance: phoneDistance(phones, phrase.phones) / length,
      perMillion,
    }))
    .sort(nearer)
    .slice(0, most);
}

/** Two common words that sound like the phrase together: "light house", "come pewter". */
export function nearestPairs(phrase: Phrase, words: readonly LexiconWord[], most: number): Neighbour[] {
  const { phones, text } = phrase;
  const backwards = phones.toReversed();
  const common = words.slice(0, PAIRED).map((each) => ({
    ...each,
    toStart: distancesToPrefixes(each.phones, phones),
    toEnd: distancesToPrefixes(each.phones.toReversed(), backwards),
  }));
  const found = new Map<string, Neighbour>();
  for (let split = 2; split <= phones.length - 2; split++) {
    const best = (distanceOf: (word: (typeof common)[number]) => number) =>
      common
        .map((each) => ({ each, distance: distanceOf(each) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, PER_HALF);
    const starts = best(({ toStart }) => toStart[split] ?? Infinity);
    const ends = best(({ toEnd }) => toEnd[phones.length - split] ?? Infinity);
    for (const start of starts) {
      for (const end of ends) {
        const pair = `${start.each.word} ${end.each.word}`;
        const distance = (start.distance + end.distance) / phones.length;
        if (holds([...start.each.phones, ...end.each.phones], phones)) continue;
        if (pair === text || (found.get(pair)?.distance ?? Infinity) <= distance) continue;
        const perMillion = Math.min(start.each.perMillion, end.each.perMillion);
        found.set(pair, { text: pair, distance, perMillion });
      }
    }
  }
  return [...found.values()].sort(nearer).slice(0, most);
}

/** Longer words in which the phrase is heard whole, most frequent first. */
export function wordsAround(phrase: Phrase, words: readonly LexiconWord[], most: number): Neighbour[] {
  return words
    .filter(({ phones }) => phones.length > phrase.phones.length && isWithin(phrase.phones, phones))
    .map(({ word, perMillion }) => ({ text: word, distance: 0, perMillion }))
    .slice(0, most);
}

/**
 * What is left of a phrase of several words where one is missing or is another: "lighthouse", "hey house", "hey light".
 * A head that was never told hears the phrase in half of it.
 */
export function partsOfPhrase(text: string, nearWords: (word: string) => readonly string[]): string[] {
  const words = text.split(" ");
  if (words.length === 1) return [];
  return words.flatMap((word, index) => {
    const without = words.toSpliced(index, 1).join(" ");
    const changed = nearWords(word).map((near) => words.with(index, near).join(" "));
    return [without, ...changed];
  });
}

/** The phrase with something before or behind it is the phrase, not a neighbour; the same sounds spelled otherwise are one. */
function holds(outer: readonly string[], phrase: readonly string[]): boolean {
  return outer.length > phrase.length && isWithin(phrase, outer);
}

function nearer(a: Neighbour, b: Neighbour): number {
  return a.distance - b.distance || b.perMillion - a.perMillion;
}
