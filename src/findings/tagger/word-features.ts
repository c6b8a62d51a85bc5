import type { Doubt, Transcript, Word } from "../../transcript/transcript.js";
import { type Lexeme, lexemesFrom } from "../lexeme.js";
import {
  isFirstName,
  isKnownProper,
  isLastName,
  isOrdinaryWord,
  isPlaceName,
  isRegionName,
  ordinaryRankOf,
} from "../lexicon/known-words.js";
import { isOrdinal, NUMBER_WORDS } from "../number-words.js";

/** What the lists of names say. In training they are left out now and then, so that no name has to be in a list. */
export const LISTED_FEATURES = [
  "first-name",
  "last-name",
  "place-name",
  "region-name",
  "place-phrase",
] as const;

/**
 * What the tagger is told of a printed word beside its pieces, which know no case: how it is printed, how sure the
 * recogniser was, what the lists know of it.
 */
export const FEATURES = [
  ...[
    "first-word",
    "opens",
    "capital",
    "shouted",
    "small",
    "letter",
    "several",
    "possessive",
    "comma",
    "stop",
  ],
  ...["p<.2", "p<.35", "p<.5", "p<.7", "p<.85", "p<.95", "p<1"],
  ...["large>.02", "large>.1", "large>.3", "large<.6", "large<.9"],
  ...LISTED_FEATURES,
  ...["rank<300", "rank<2000", "rank<8000", "ordinary", "strange", "proper"],
  ...["digits-1", "digits-2", "digits-3", "digits-4", "digits-5", "year", "ordinal", "time", "amount"],
  ...["number-word", "symbol", "blank", "low-snr", "low-probability"],
] as const;
export type Feature = string;

const INDEX: ReadonlyMap<Feature, number> = new Map(FEATURES.map((name, index) => [name, index]));
const PROBABILITY_STEPS = [0.2, 0.35, 0.5, 0.7, 0.85, 0.95];
const RANK_STEPS = [300, 2000, 8000];
const LONGEST_PLACE = 4;
const MOST_DIGITS = 5;

/** For each word of the transcript, the indices of the features that hold, rising. */
export function wordFeatures(transcript: Transcript): readonly (readonly number[])[] {
  const lexemes = lexemesFrom(transcript);
  const phrases = wordsOfPlaces(lexemes);
  const own = new Map<number, Lexeme[]>();
  for (const lexeme of lexemes) own.set(lexeme.word, [...(own.get(lexeme.word) ?? []), lexeme]);
  return transcript.words.map((word, index) => {
    const names = new Set<Feature>([...ofPrint(word, index), ...ofDoubts(transcript.doubts)]);
    const parts = own.get(index) ?? [];
    if (parts.length === 0) names.add("blank");
    if (parts.length > 1) names.add("several");
    if (phrases.has(index)) names.add("place-phrase");
    for (const part of parts) for (const name of ofLexeme(part)) names.add(name);
    return [...names].flatMap((name) => INDEX.get(name) ?? []).sort((a, b) => a - b);
  });
}

function ofPrint(word: Word, index: number): readonly Feature[] {
  const names: Feature[] = index === 0 ? ["first-word"] : [];
  const step = PROBABILITY_STEPS.find((limit) => word.probability < limit) ?? 1;
  names.push(`p<${String(step).replace(/^0/, "")}`);
  if (/^\P{L}*\p{Lu}/u.test(word.text)) {
    if (word.capital < 0.6) names.push("large<.6");
    else if (word.capital < 0.9) names.push("large<.9");
  } else if (word.capital > 0.3) names.push("large>.3");
  else if (word.capital > 0.1) names.push("large>.1");
  else if (word.capital > 0.02) names.push("large>.02");
  return names;
}

function ofDoubts(doubts: readonly Doubt[]): readonly Feature[] {
  return doubts.filter((doubt) => doubt === "low-snr" || doubt === "low-probability");
}

function ofLexeme(lexeme: Lexeme): readonly Feature[] {
  const names: Feature[] = [];
  if (lexeme.opens) names.push("opens");
  if (lexeme.possessive) names.push("possessive");
  if (lexeme.after !== "") names.push(lexeme.after === "," ? "comma" : "stop");
  if (lexeme.kind === "symbol") return [...names, "symbol"];
  if (lexeme.kind === "letter" || lexeme.kind === "word") return [...names, ...ofWord(lexeme)];
  if (lexeme.kind === "time" || lexeme.kind === "amount") names.push(lexeme.kind);
  const digits = lexeme.text.replace(/\D/g, "");
  names.push(`digits-${Math.min(MOST_DIGITS, digits.length)}`);
  if (/^(?:19|20)\d\d$/.test(lexeme.text)) names.push("year");
  return names;
}

function ofWord({ text, kind, capital, shouted }: Lexeme): readonly Feature[] {
  const names: Feature[] = [shouted ? "shouted" : capital ? "capital" : "small"];
  if (kind === "letter") names.push("letter");
  if (isFirstName(text)) names.push("first-name");
  if (isLastName(text)) names.push("last-name");
  if (isPlaceName(text)) names.push("place-name");
  if (isRegionName(text)) names.push("region-name");
  if (isKnownProper(text)) names.push("proper");
  if (NUMBER_WORDS.has(text)) names.push("number-word");
  if (isOrdinal(text)) names.push("ordinal");
  const rank = ordinaryRankOf(text) ?? Number.POSITIVE_INFINITY;
  const step = RANK_STEPS.find((limit) => rank < limit);
  names.push(step === undefined ? (isOrdinaryWord(text) ? "ordinary" : "strange") : `rank<${step}`);
  return names;
}

/** Words inside a listed place of several words. */
function wordsOfPlaces(lexemes: readonly Lexeme[]): ReadonlySet<number> {
  const words = new Set<number>();
  for (let from = 0; from < lexemes.length; from++) {
    for (let length = LONGEST_PLACE; length > 1; length--) {
      const run = lexemes.slice(from, from + length);
      if (run.length < length || !isPlaceName(run.map(({ text }) => text).join(" "))) continue;
      for (const { word } of run) words.add(word);
      break;
    }
  }
  return words;
}
