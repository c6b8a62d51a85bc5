import type { Transcript } from "../transcript/transcript.js";
import type { Finding, RuleFinder } from "./finding.js";
import { type Lexeme, lexemesFrom } from "./lexeme.js";
import { isFirstName } from "./lexicon/known-words.js";
import {
  NAME_CUES,
  NAME_PARTICLES,
  NAME_SUFFIXES,
  NAME_VERBS,
  PERSON_NOUNS,
  PERSON_PREPOSITIONS,
  PERSON_VERBS,
  STRONG_VERBS,
  TITLES,
} from "./lexicon/names.js";
import { isMediaRequest, mentionsMedia, mentionsTrade } from "./media-request.js";
import { isTellingCapital, mayBeName, nameLikeness } from "./name-evidence.js";
import { findingOf, readsAt, sentenceEnd, sentenceStart, textAt } from "./span.js";

/** Below this nobody is suspected; what counts as found is for the decision to say. */
const WORTH_SAYING = 0.3;
/** Words after a name that join it when they are large or name-like. */
const LONGEST_NAME = 5;
const PRONOUNS =
  /^(me|him|her|them|us|it|you|my|your|his|their|our|the|a|an|this|that|all|everyone|everybody|someone|anyone|mom|mum|dad)$/;

function isCued(lexemes: readonly Lexeme[], index: number): boolean {
  return NAME_CUES.some((cue) => {
    const length = cue.split(" ").length;
    return index >= length && readsAt(lexemes, index - length, cue);
  });
}

/** How much what stands before a word speaks for a person. */
function cueBefore(lexemes: readonly Lexeme[], index: number): number {
  const before = textAt(lexemes, index - 1);
  const earlier = textAt(lexemes, index - 2);
  if (lexemes[index]?.opens === true) return 0;
  if (TITLES.has(before)) return 0.5;
  if (isCued(lexemes, index)) return /^(is|it's)$/.test(before) && !/name|this/.test(earlier) ? 0.15 : 0.5;
  if (STRONG_VERBS.has(before) && !/^(the|a|my|an|new|any|that|this|your|alarm)$/.test(earlier)) return 0.45;
  if (PERSON_VERBS.has(before)) return 0.25;
  // A name that it does not know may come out as two words: "letter to an orrelin".
  if (
    /^(a|an|the)$/.test(before) &&
    /^(to|from|with)$/.test(earlier) &&
    (lexemes[index]?.probability ?? 1) < 0.5
  )
    return 0.3;
  if (!PERSON_PREPOSITIONS.has(before)) return 0;
  const noun = [2, 3, 4, 5].some((d) => PERSON_NOUNS.has(textAt(lexemes, index - d)));
  const verb = [2, 3, 4].some((d) => PERSON_VERBS.has(textAt(lexemes, index - d)));
  if (!noun && !verb) return 0.1;
  if (/^(from|with|to)$/.test(before)) return 0.3;
  const large = lexemes[index]?.capital === true;
  return large && /^(for|of|and|about|as|by)$/.test(before) ? 0.3 : 0.1;
}

/** How much what stands after a word speaks for a person. */
function cueAfter(lexemes: readonly Lexeme[], index: number): number {
  const lexeme = lexemes[index];
  const next = textAt(lexemes, index + 1);
  if (lexeme?.possessive === true)
    return PERSON_NOUNS.has(next) || /^(house|place|party|flat|room|school)$/.test(next) ? 0.3 : 0.15;
  if (lexeme?.opens === true) {
    const following = lexemes[index + 1];
    const surname = following !== undefined && isTellingCapital(following) && mayBeName(following);
    // "What's her name? Torvaldsen." answers, in two words at most.
    const answers = sentenceEnd(lexemes, index) - index <= 2;
    return surname || answers || NAME_VERBS.test(next) || lexeme.after !== "" ? 0.3 : 0;
  }
  if (lexeme === undefined || !isTellingCapital(lexeme)) return 0;
  if (NAME_VERBS.test(next) || /^(emails|texts|calls|messages|speaking)$/.test(next)) return 0.15;
  return 0;
}

/** What the recogniser itself doubts, where a name was expected, is rather a name. */
function doubt(lexeme: Lexeme, cue: number): number {
  if (cue < 0.3 || lexeme.probability >= 0.7) return 0;
  return lexeme.probability < 0.5 ? 0.25 : 0.12;
}

function scoreAt(lexemes: readonly Lexeme[], index: number): number {
  const lexeme = lexemes[index];
  if (lexeme === undefined || !mayBeName(lexeme) || PRONOUNS.test(lexeme.text)) return 0;
  const own = nameLikeness(lexeme) + (followsFirstName(lexemes, index) ? 0.3 : 0);
  const cue = cueBefore(lexemes, index);
  const score = own + cue + cueAfter(lexemes, index) + doubt(lexeme, cue);
  const from = sentenceStart(lexemes, index);
  const to = sentenceEnd(lexemes, index);
  if (isMediaRequest(lexemes, from, to))
    return lexeme.possessive && /^playlist/.test(textAt(lexemes, index + 1)) ? score : score - 0.7;
  if (mentionsMedia(lexemes, from, to) && cue < 0.3) return score - 0.35;
  if (mentionsTrade(lexemes, from, to)) return score - 0.5;
  // "in Mira" is a place: the place finder says how sure.
  return /^(in|near|around)$/.test(textAt(lexemes, index - 1)) ? Math.min(score, 0.55) : score;
}

/** "Will Baker": a large word behind a first name, though each alone is a word. */
function followsFirstName(lexemes: readonly Lexeme[], index: number): boolean {
  const before = lexemes[index - 1];
  const lexeme = lexemes[index];
  if (before === undefined || lexeme === undefined || before.after !== "" || !isTellingCapital(lexeme))
    return false;
  return before.capital && isFirstName(before.text) && !PERSON_VERBS.has(before.text);
}

/** To the end of the name: surname, particles, "junior", and further large words. */
function nameEnd(lexemes: readonly Lexeme[], index: number): number {
  let end = index + 1;
  while (end - index < LONGEST_NAME) {
    const previous = lexemes[end - 1];
    const next = lexemes[end];
    if (next === undefined || previous?.possessive === true || previous?.after !== "") break;
    const beyond = lexemes[NAME_PARTICLES.test(textAt(lexemes, end + 1)) ? end + 2 : end + 1];
    const particle = NAME_PARTICLES.test(next.text) && beyond !== undefined && isTellingCapital(beyond);
    const initial = next.kind === "letter" && next.capital && next.text !== "i" && next.text !== "a";
    const part = mayBeName(next) && (isTellingCapital(next) || nameLikeness(next) >= 0.4);
    if (!particle && !initial && !part && !NAME_SUFFIXES.test(next.text)) break;
    end += 1;
  }
  return end;
}

/** Back over large words before the name: "Bistro Veneto". */
export function largeStart(lexemes: readonly Lexeme[], index: number): number {
  let start = index;
  for (;;) {
    const before = lexemes[start - 1];
    if (before === undefined || before.after !== "" || index - start >= 2) return start;
    // "Will Ada come" loses its verb to this; "Will Baker is here" keeps nothing.
    const opener = before.opens && isFirstName(before.text) && !PERSON_VERBS.has(before.text);
    if (!opener && !(isTellingCapital(before) && mayBeName(before))) return start;
    start -= 1;
  }
}

/** The names in a list share their cue: "with Ada, Grace and Alan". */
function listed(lexemes: readonly Lexeme[], index: number, found: ReadonlySet<number>): boolean {
  const and = textAt(lexemes, index - 1) === "and" || textAt(lexemes, index - 1) === "or";
  const previous = and ? index - 2 : index - 1;
  if (!found.has(previous) || (!and && lexemes[previous]?.after !== ",")) return false;
  const lexeme = lexemes[index];
  return lexeme !== undefined && mayBeName(lexeme) && isTellingCapital(lexeme);
}

/** People: by the word itself, by what stands around it, and by the recogniser's doubt. */
export const personFinder: RuleFinder = {
  source: "gazetteer",
  find(transcript: Transcript): readonly Finding[] {
    const lexemes = lexemesFrom(transcript);
    const findings: Finding[] = [];
    const found = new Set<number>();
    for (let i = 0; i < lexemes.length; i++) {
      const score = scoreAt(lexemes, i) + (listed(lexemes, i, found) ? 0.3 : 0);
      if (score < WORTH_SAYING) continue;
      const end = score >= 0.6 ? nameEnd(lexemes, i) : i + 1;
      const doubted = score - doubt(lexemes[i] ?? missing(), cueBefore(lexemes, i)) < 0.6 && score >= 0.6;
      const source = doubted ? "doubt" : "gazetteer";
      findings.push(
        findingOf(
          lexemes,
          { start: score >= 0.6 ? largeStart(lexemes, i) : i, end },
          "PERSON",
          source,
          Math.min(1, score),
        ),
      );
      if (score >= 0.6) for (let k = i; k < end; k++) found.add(k);
      i = end - 1;
    }
    return findings;
  },
};

function missing(): Lexeme {
  return {
    kind: "word",
    text: "",
    word: 0,
    capital: false,
    shouted: false,
    possessive: false,
    opens: false,
    after: "",
    joined: false,
    probability: 1,
  };
}
