import { WAKE_WORDS } from "./hop-scores.js";

/** Letters as a recogniser writes them, apostrophes inside of a word, one space between words, four words at most. */
export const WORD_PATTERN = /^[a-z]+(?:'[a-z]+)*(?: [a-z]+(?:'[a-z]+)*){0,3}$/;
export const SHORTEST_WORD = 2;
export const LONGEST_WORD = 40;
/** Each enrolled word costs a head in every hop. */
export const MOST_WORDS = 8;

/** Whether a text can be a wake word at all; whether it is a good one is for its enrolment to say. */
export function canBeWord(text: string): boolean {
  return text.length >= SHORTEST_WORD && text.length <= LONGEST_WORD && WORD_PATTERN.test(text);
}

/** Whether the project's own head hears it; any other word has been enrolled, or is unknown. */
export function isShipped(word: string): boolean {
  return WAKE_WORDS.some((shipped) => shipped === word);
}

/** The name of an enrolled word's folder. No two words have one in common: neither sign is in a word. */
export function folderOfWord(word: string): string {
  return word.replaceAll(" ", "-").replaceAll("'", "_");
}
