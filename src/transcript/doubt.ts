import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import { tokenLimit } from "./greedy.js";
import { speechToNoiseDb } from "./loudness.js";
import type { Doubt, Token, Word } from "./transcript.js";
import { wordsOf } from "./words.js";

/** Below this geometric mean of the token probabilities the recogniser was guessing: 3 of 34 AN4 clips, none of 38 commands. */
const LOW_MEAN_PROBABILITY = 0.5;
/**
 * Below that, when half of the words are each more likely wrong than right, it is no English: of 14 sentences in six
 * other languages all, of 140 English ones 1 clean and 3 at 10 dB. What it writes then has nothing to do with what was
 * said, so nothing in it is found. A word or two alone may be a name.
 */
const GUESSED_WORD_PROBABILITY = 0.5;
const GUESSED_SHARE = 0.5;
const GUESSED_WORDS = 3;
/** Printed characters a second; fast readers reach 20. */
const FAST_CHARACTERS_PER_SECOND = 26;
/** Under a second, one word more or less decides the rate: it is counted over a second at least. */
const SHORTEST_RATED_SECONDS = 1;
/** From here down one in six characters of names and numbers is wrong (measured on AN4 in household noise). */
const LOW_SPEECH_TO_NOISE_DB = 10;
/** So often digits may come again: the sixteen of a card that has but two. */
const DIGIT_ROUNDS = 8;
/** The longest phrase whose repetition is looked for, in tokens. */
const LONGEST_LOOP = 16;

/** Why this recognition can't be trusted as a whole; empty when it can. */
export function doubtsOf(tokens: readonly Token[], samples: Float32Array): readonly Doubt[] {
  if (tokens.length === 0) return ["no-words"];
  const doubts: Doubt[] = [];
  // Music and hum come out as notes and dashes.
  if (!tokens.some((token) => /[\p{L}\p{N}]/u.test(token.text))) doubts.push("no-words");
  if (isLooping(tokens)) doubts.push("looping");
  if (isTooFast(tokens, samples.length)) doubts.push("too-fast");
  if (meanProbability(tokens) < LOW_MEAN_PROBABILITY) {
    doubts.push("low-probability");
    if (isGuessed(wordsOf(tokens))) doubts.push("guessing");
  }
  if (speechToNoiseDb(samples) < LOW_SPEECH_TO_NOISE_DB) doubts.push("low-snr");
  return doubts;
}

function isGuessed(words: readonly Word[]): boolean {
  const guessed = words.filter((word) => word.probability < GUESSED_WORD_PROBABILITY);
  return words.length >= GUESSED_WORDS && guessed.length >= GUESSED_SHARE * words.length;
}

/**
 * A phrase said over and over without a break. People repeat themselves and say the same digit three
 * times, so short phrases need more rounds: one token 6 times, two or three 4 times, longer ones 3 times.
 * Card numbers repeat two or more digits oftener ("eight two eight two eight two eight two"): they are cut for the digits
 * that they are, from the word before the run to the one behind it, and a recogniser that runs away in digits writes
 * to its limit, which is too fast.
 */
export function isLooping(tokens: readonly Token[]): boolean {
  for (let period = 1; period <= LONGEST_LOOP; period++) {
    const rounds = period === 1 ? 6 : period <= 3 ? 4 : 3;
    const isNumber = (end: number) => period > 1 && isDigits(tokens.slice(end - period, end));
    let same = 0;
    for (let i = period; i < tokens.length; i++) {
      same = tokens[i]?.id === tokens[i - period]?.id ? same + 1 : 0;
      if (same >= period * (isNumber(i + 1) ? DIGIT_ROUNDS : rounds - 1)) return true;
    }
  }
  return false;
}

/** Printed digits or their words, with nothing else but what is printed between them ("five, five, five, five"). */
function isDigits(tokens: readonly Token[]): boolean {
  const sounds = tokens.filter((token) => !/^[\s.,-]*$/.test(token.text));
  const isDigit = (token: Token) =>
    /^\s?(?:\d|zero|oh|one|two|three|four|five|six|seven|eight|nine)$/i.test(token.text);
  return sounds.length > 0 && sounds.every(isDigit);
}

/** More print than a mouth can say in that time, or so much that decoding had to be stopped. */
export function isTooFast(tokens: readonly Token[], samples: number): boolean {
  if (tokens.length >= tokenLimit(samples)) return true;
  const seconds = Math.max(SHORTEST_RATED_SECONDS, samples / SAMPLE_RATE_HZ);
  const characters = tokens.reduce((sum, token) => sum + token.text.length, 0);
  return characters / seconds > FAST_CHARACTERS_PER_SECOND;
}

/** Geometric mean of the token probabilities; 1 for no tokens. */
export function meanProbability(tokens: readonly Token[]): number {
  if (tokens.length === 0) return 1;
  const sum = tokens.reduce((logs, token) => logs + Math.log(Math.max(token.probability, 1e-12)), 0);
  return Math.exp(sum / tokens.length);
}
