import type { Neighbour, Phrase } from "./neighbours.js";
import { isWithin, phoneDistance, syllables } from "./phones.js";

/** A word is short below this. The shortest of the shipped ones have six sounds and two syllables. */
const FEWEST_SOUNDS = 6;
const FEWEST_SYLLABLES = 2;
/** Said more often in a million words, a word is everyday; of a phrase, its rarest word. "computer" is said 61 times. */
const EVERYDAY_WORD = 70;
const EVERYDAY_PHRASE = 100;
/** Nearer than this, for each sound, two words are taken for each other by people too. */
const SAME_TO_EARS = 0.13;
/** Rarer neighbours are seldom said. */
const OFTEN_ENOUGH = 10;

export interface Spelling {
  readonly phrase: Phrase;
  /** How often each of its words is said in a million; 0 for words that nobody counted. */
  readonly perMillion: readonly number[];
  readonly nearestWords: readonly Neighbour[];
  readonly nearestPairs: readonly Neighbour[];
  readonly around: readonly Neighbour[];
  /** Words that the device already listens for. */
  readonly others: readonly Phrase[];
}

/** Why a word is a bad choice, as far as its spelling tells, in sentences that go on after "because". */
export function spellingReasons(spelling: Spelling): string[] {
  return [
    ...shortness(spelling.phrase),
    ...commonness(spelling),
    ...closeness(spelling),
    ...clashes(spelling),
  ];
}

function shortness({ phones }: Phrase): string[] {
  const count = syllables(phones);
  if (phones.length >= FEWEST_SOUNDS && count >= FEWEST_SYLLABLES) return [];
  return [
    `it is short: ${phones.length} sounds, ${count === 1 ? "1 syllable" : `${count} syllables`}; good words have ${FEWEST_SOUNDS} sounds and ${FEWEST_SYLLABLES} syllables or more`,
  ];
}

function commonness({ phrase, perMillion, around }: Spelling): string[] {
  const reasons: string[] = [];
  const rarest = Math.min(...perMillion);
  if (perMillion.length === 1 && rarest > EVERYDAY_WORD)
    reasons.push(`people say it all the time: ${often(rarest)}`);
  if (perMillion.length > 1 && rarest > EVERYDAY_PHRASE)
    reasons.push(`it is made of everyday words alone: the rarest is said ${often(rarest)}`);
  const within = around.filter(({ text }) => !isInflection(phrase.text, text));
  const sum = within.reduce((total, each) => total + each.perMillion, 0);
  if (sum > OFTEN_ENOUGH) reasons.push(`it is heard within ${listed(within)} (together ${often(sum)})`);
  return reasons;
}

function closeness({ nearestWords, nearestPairs }: Spelling): string[] {
  const close = [
    ...nearestWords,
    ...nearestPairs.filter(({ perMillion }) => perMillion > EVERYDAY_PHRASE),
  ].filter(({ distance, perMillion }) => distance < SAME_TO_EARS && perMillion > OFTEN_ENOUGH);
  if (close.length === 0) return [];
  return [`it sounds almost like ${listed(close)}`];
}

function clashes({ phrase, others }: Spelling): string[] {
  return others.flatMap((other) => {
    const within = isWithin(other.phones, phrase.phones) || ` ${phrase.text} `.includes(` ${other.text} `);
    if (within) return [`it holds "${other.text}", which is listened for already`];
    const around = isWithin(phrase.phones, other.phones) || ` ${other.text} `.includes(` ${phrase.text} `);
    if (around) return [`it is heard within "${other.text}", which is listened for already`];
    const distance = phoneDistance(phrase.phones, other.phones) / phrase.phones.length;
    return distance < SAME_TO_EARS
      ? [`it sounds almost like "${other.text}", which is listened for already`]
      : [];
  });
}

/** What was measured on made voices that the head did not train on. Shares lie in [0, 1]. */
export interface Measured {
  /** Said and not woken, by the first look or the second. */
  readonly missed: number;
  readonly missedInNoise: number;
  /** Of the words that the first look heard, those that the recogniser found plausible. */
  readonly plausible: number;
  /** Ordinary speech let through by both looks, an hour; the lower end of its interval. */
  readonly wakesAnHourAtLeast: number;
  /** Near misses let through by both looks. */
  readonly nearWoke: number;
}

export const UNUSABLE_FROM = 0.25;
const OFTEN_MISSED = 0.1;
const OFTEN_MISSED_IN_NOISE = 0.2;
const SELDOM_PLAUSIBLE = 0.8;
const WAKES_AN_HOUR = 0.5;
const NEAR_WOKE = 0.15;

export function measuredReasons(measured: Measured): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const reasons: string[] = [];
  if (measured.missed > OFTEN_MISSED)
    reasons.push(`it is missed ${percent(measured.missed)} of the time in a quiet room`);
  if (measured.missedInNoise > OFTEN_MISSED_IN_NOISE)
    reasons.push(`it is missed ${percent(measured.missedInNoise)} of the time in noise at 10 dB`);
  if (measured.plausible < SELDOM_PLAUSIBLE)
    reasons.push(
      `the recogniser, which has the last word, hears it in ${percent(measured.plausible)} of what the first look found`,
    );
  if (measured.wakesAnHourAtLeast > WAKES_AN_HOUR)
    reasons.push(`ordinary speech wakes it ${measured.wakesAnHourAtLeast.toFixed(1)} times an hour or more`);
  if (measured.nearWoke > NEAR_WOKE)
    reasons.push(`${percent(measured.nearWoke)} of what sounds like it wakes it`);
  return reasons;
}

function often(perMillion: number): string {
  return `${perMillion < 10 ? perMillion.toFixed(1) : perMillion.toFixed(0)} in a million words`;
}

function listed(neighbours: readonly Neighbour[]): string {
  return neighbours
    .slice(0, 4)
    .map(({ text, perMillion }) => `"${text}" (${often(perMillion)})`)
    .join(", ");
}

/** "lighthouses" is the word itself, said of several. */
function isInflection(word: string, longer: string): boolean {
  return new RegExp(`^${word}(s|es|'s|ed|ing)$`).test(longer);
}
