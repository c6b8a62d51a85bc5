import { enrolledWords } from "../../src/hotloop/edge/load-words.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { Spelling } from "./judgement.js";
import { frequencies, lexicon, pronounce } from "./lexicon.js";
import { nearestPairs, nearestWords, type Phrase, partsOfPhrase, wordsAround } from "./neighbours.js";
import { syllables } from "./phones.js";
import { nearTexts } from "./plan.js";

/** Nearest ones that are looked at; how many of them are spoken is for the plan. */
const NEAREST = 40;
/** Of each word of a phrase, so many neighbours stand in for it. */
const PER_WORD = 3;

export interface Studied {
  readonly spelling: Spelling;
  /** Texts to be spoken as near misses, nearest first. */
  readonly near: readonly string[];
}

/** All that the spelling of a word tells: its sounds, how common it is, what sounds like it. */
export async function study(word: string, wordsFolder: string): Promise<Studied> {
  const enrolled = (await enrolledWords(wordsFolder)).filter((other) => other !== word);
  const others = [...WAKE_WORDS, ...enrolled].filter((other) => other !== word);
  const parts = word.split(" ");
  const [phrase = phraseOf(word, []), ...rest] = phrasesOf([word, ...others, ...parts]);
  const words = lexicon();
  const counts = frequencies();
  const nearPart = (text: string) => {
    const part = rest.find((each) => each.text === text);
    return part === undefined ? [] : nearestWords(part, words, PER_WORD).map((near) => near.text);
  };
  const spelling: Spelling = {
    phrase,
    perMillion: parts.map((part) => counts.get(part.replace(/'s$/, "")) ?? 0),
    nearestWords: nearestWords(phrase, words, NEAREST),
    nearestPairs: nearestPairs(phrase, words, NEAREST),
    around: wordsAround(phrase, words, NEAREST),
    others: rest.slice(0, others.length),
  };
  const pieces = partsOfPhrase(word, nearPart);
  return { spelling, near: nearTexts(spelling.nearestWords, spelling.nearestPairs, pieces, NEAREST + 20) };
}

export function phrasesOf(texts: readonly string[]): Phrase[] {
  const phones = pronounce(texts);
  return texts.map((text, index) => phraseOf(text, phones[index] ?? []));
}

function phraseOf(text: string, phones: readonly string[]): Phrase {
  return { text, phones };
}

/** For people. */
export function spellingLines({
  phrase,
  perMillion,
  nearestWords: words,
  nearestPairs: pairs,
}: Spelling): string[] {
  const few = (list: Spelling["nearestWords"]) =>
    list
      .slice(0, 6)
      .map(({ text, distance, perMillion: rate }) => `${text} (${distance.toFixed(2)}, ${rate.toFixed(1)})`)
      .join(", ");
  return [
    `${phrase.text}: ${phrase.phones.join(" ")}; ${phrase.phones.length} sounds, ${syllables(phrase.phones)} syllables`,
    `Said in a million words of film subtitles: ${perMillion.map((rate) => rate.toFixed(1)).join(", ")}`,
    `Nearest words (distance for each sound, said in a million): ${few(words)}`,
    `Nearest pairs of common words (the rarer one's rate): ${few(pairs)}`,
  ];
}
