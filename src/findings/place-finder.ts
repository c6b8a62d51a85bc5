import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isKnownProper, isOrdinaryWord, isPlaceName, ordinaryRankOf } from "./lexicon/known-words.js";
import { NOBODY } from "./lexicon/names.js";
import {
  JOURNEY,
  LOOSE_STREET_WORDS,
  PLACE_PREPOSITIONS,
  PLACE_TOPICS,
  PLACES_OF_ALL,
  STREET_WORDS,
  VENUE_WORDS,
} from "./lexicon/places.js";
import { isMediaRequest, mentionsTrade } from "./media-request.js";
import { isTellingCapital, mayBeName } from "./name-evidence.js";
import { largeStart } from "./person-finder.js";
import { findingOf, type LexemeSpan, sentenceEnd, sentenceStart, textAt } from "./span.js";

const WORTH_SAYING = 0.3;
/** A word commoner than this, doubted or not, is no place. */
const RARE = 500;
const LONGEST_NAME = 4;

/** The longest name of the gazetteer that starts here, as its end. */
function gazetteerEnd(lexemes: readonly Lexeme[], index: number): number | undefined {
  for (let length = LONGEST_NAME; length > 0; length--) {
    const words = lexemes.slice(index, index + length);
    if (words.length < length || words.slice(0, -1).some((l) => l.after === ".")) continue;
    if (isPlaceName(words.map((l) => l.text).join(" "))) return index + length;
  }
  return undefined;
}

interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly journey: boolean;
  readonly topic: boolean;
  readonly media: boolean;
}

function sentenceOf(lexemes: readonly Lexeme[], index: number): Sentence {
  const start = sentenceStart(lexemes, index);
  const end = sentenceEnd(lexemes, index);
  const texts = lexemes.slice(start, end).map((l) => l.text);
  return {
    start,
    end,
    journey: texts.some((text) => JOURNEY.has(text)),
    topic: texts.some((text) => PLACE_TOPICS.has(text)),
    media: isMediaRequest(lexemes, start, end) || mentionsTrade(lexemes, start, end),
  };
}

/** How much the word before speaks for a place. */
function cueBefore(lexemes: readonly Lexeme[], index: number, sentence: Sentence): number {
  const before = textAt(lexemes, index - 1);
  if (lexemes[index]?.opens === true) return 0;
  if (/^(in|near|around|towards|toward|outside|through|via|into)$/.test(before)) return 0.4;
  if (/^(to|from)$/.test(before)) return sentence.journey ? 0.4 : 0.2;
  if (/^(for|at)$/.test(before)) return sentence.topic || sentence.journey ? 0.4 : 0.15;
  if (before === "of" && VENUE_WORDS.has(textAt(lexemes, index - 2))) return 0.4;
  if (before === "originally" || before === "city" || before === "town") return 0.3;
  if (/^(and|between|the|of)$/.test(before) && (sentence.journey || sentence.topic)) return 0.2;
  if (PLACE_PREPOSITIONS.has(before)) return 0.2;
  return sentence.topic || sentence.journey ? 0.15 : 0;
}

function likeness(lexemes: readonly Lexeme[], index: number, known: boolean): number {
  const lexeme = lexemes[index];
  if (lexeme === undefined || PLACES_OF_ALL.has(lexeme.text)) return 0;
  const ordinary = isOrdinaryWord(lexeme.text);
  if (isTellingCapital(lexeme) || (lexeme.shouted && known)) {
    if (known) return ordinary ? 0.4 : 0.5;
    if (ordinary) return 0.15;
    return isKnownProper(lexeme.text) ? 0.3 : 0.4;
  }
  if (known && !ordinary) return lexeme.opens ? 0.4 : 0.45;
  return ordinary ? 0 : 0.2;
}

/** On over further large words and a region after a comma: "Denver, Colorado", "New Brighton". */
function placeEnd(lexemes: readonly Lexeme[], from: number): number {
  let end = from;
  while (end - from < LONGEST_NAME) {
    const next = lexemes[end];
    if (next === undefined || next.opens || NOBODY.has(next.text)) break;
    const region = isTellingCapital(next) && isPlaceName(next.text);
    const large = isTellingCapital(next) && mayBeName(next) && lexemes[end - 1]?.after === "";
    const kind =
      (VENUE_WORDS.has(next.text) || STREET_WORDS.has(next.text)) &&
      lexemes[end - 1]?.after === "" &&
      !LOOSE_STREET_WORDS.has(next.text);
    if (!region && !large && !kind) break;
    end += 1;
  }
  return end;
}

/** "Cobden Street", "Millbeck Primary": a name with its kind of place, from its first large word. */
function namedKind(lexemes: readonly Lexeme[], index: number): LexemeSpan | undefined {
  const text = textAt(lexemes, index);
  const street = STREET_WORDS.has(text);
  if (!street && !VENUE_WORDS.has(text)) return undefined;
  const loose = LOOSE_STREET_WORDS.has(text) && !lexemes[index]?.capital;
  let start = index;
  while (index - start < 3) {
    const before = lexemes[start - 1];
    if (
      before === undefined ||
      before.after !== "" ||
      PLACES_OF_ALL.has(before.text) ||
      NOBODY.has(before.text)
    )
      break;
    const strange = before.kind === "word" && !isOrdinaryWord(before.text) && !loose && mayBeName(before);
    const large = isTellingCapital(before) && mayBeName(before);
    const initials = before.kind === "letter" || (before.shouted && street);
    if (!large && !strange && !(initials && street && before.text !== "a" && before.text !== "i")) break;
    start -= 1;
  }
  if (start === index) return undefined;
  // "Turn Left on" opens with a capital by grammar alone; "the Smart Plug station" is nobody's either.
  const single = index - start === 1 ? lexemes[start] : undefined;
  if (single?.opens === true) return undefined;
  return { start, end: index + 1 };
}

/** Places that locate: by gazetteer, by what stands before them, by the kind of place after them. */
export const placeFinder: RuleFinder = {
  source: "gazetteer",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    const add = (span: LexemeSpan, score: number, source: Finding["source"]) => {
      if (score >= WORTH_SAYING) findings.push(findingOf(lexemes, span, "PLACE", source, Math.min(1, score)));
    };
    for (let i = 0; i < lexemes.length; i++) {
      const sentence = sentenceOf(lexemes, i);
      const kind = namedKind(lexemes, i);
      if (kind !== undefined && !sentence.media)
        add({ start: kind.start, end: placeEnd(lexemes, kind.end) }, 0.85, "grammar");
      const lexeme = lexemes[i];
      if (lexeme === undefined || lexeme.kind !== "word") continue;
      const known = gazetteerEnd(lexemes, i);
      const long = known !== undefined && known - i > 1;
      if (!long && !mayBeName(lexeme)) continue;
      const cue = cueBefore(lexemes, i, sentence);
      const own =
        likeness(lexemes, i, known !== undefined) + (long && (lexeme.capital || cue >= 0.3) ? 0.25 : 0);
      const rare = (ordinaryRankOf(lexeme.text) ?? RARE) >= RARE && !PLACES_OF_ALL.has(lexeme.text);
      const doubt = cue >= 0.4 && lexeme.probability < 0.5 && rare ? 0.2 : 0;
      const score = own === 0 && doubt === 0 ? 0 : own + cue + doubt - (sentence.media ? 0.7 : 0);
      if (score < WORTH_SAYING) continue;
      const end = score >= 0.6 ? placeEnd(lexemes, known ?? i + 1) : (known ?? i + 1);
      const venue =
        textAt(lexemes, i - 1) === "of" && VENUE_WORDS.has(textAt(lexemes, i - 2)) && lexeme.capital;
      add(
        { start: venue ? i - 2 : score >= 0.6 ? largeStart(lexemes, i) : i, end },
        score,
        own + cue < 0.6 && score >= 0.6 ? "doubt" : "gazetteer",
      );
      i = end - 1;
    }
    return findings;
  },
};
