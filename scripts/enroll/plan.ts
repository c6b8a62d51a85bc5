import { SottoError } from "../../src/domain/errors.js";
import type { Random } from "../voices/random.js";
import { COMMANDS } from "../voices/training-texts.js";
import type { LexiconWord } from "./lexicon.js";
import type { Neighbour } from "./neighbours.js";
import { type Engine, foldOfText, type Voice } from "./voices.js";

/** What is to be said, by whom, and what it is. */
export interface Utterance {
  readonly voice: Voice;
  /** Lower-case words and marks. */
  readonly text: string;
  /** 1 is natural. */
  readonly speed: number;
  readonly kind: "word" | "near" | "talk";
  /** Words of the text before the wake word, and whether it stands alone behind them. */
  readonly before: number;
  /** Of a wake word; undefined for others. */
  readonly word: string | undefined;
  /** Heads that are judged on one of these folds never trained on it. */
  readonly folds: readonly number[];
}

/** How much each engine says. */
export interface Amounts {
  /** Speeds at which each voice says the word alone. */
  readonly speeds: Readonly<Record<Engine, readonly number[]>>;
  /** Near misses, and how many voices say each. */
  readonly near: number;
  readonly voicesPerNear: Readonly<Record<Engine, number>>;
  /** Sentences of ordinary speech. */
  readonly talk: Readonly<Record<Engine, number>>;
}

export const AMOUNTS: Readonly<Record<"whole" | "quick", Amounts>> = {
  whole: {
    speeds: { kokoro: [0.95, 1.2], flite: [0.8, 0.95, 1.1, 1.25], "espeak-ng": [0.8, 1, 1.2] },
    near: 45,
    voicesPerNear: { kokoro: 1, flite: 2, "espeak-ng": 2 },
    talk: { kokoro: 40, flite: 260, "espeak-ng": 260 },
  },
  quick: {
    speeds: { kokoro: [], flite: [0.8, 0.95, 1.1, 1.25], "espeak-ng": [0.85, 1.1] },
    near: 20,
    voicesPerNear: { kokoro: 0, flite: 2, "espeak-ng": 1 },
    talk: { kokoro: 0, flite: 70, "espeak-ng": 60 },
  },
};

/** A statement, a call, a question, the beginning of a sentence. */
const MARKS = ["", ".", "!", "?", ","] as const;
const GREETINGS = ["hey", "okay"] as const;

/** A word, alone at several speeds, before a command, and behind a greeting where it has none of its own. */
export function wordPlan(
  word: string,
  voices: readonly Voice[],
  amounts: Amounts,
  random: Random,
): Utterance[] {
  const greeted = GREETINGS.some((greeting) => word.startsWith(`${greeting} `));
  return voices.flatMap((voice, index) => {
    const said = (text: string, speed: number, before = 0): Utterance => {
      return { voice, text, speed, kind: "word", before, word, folds: voice.folds };
    };
    const speeds = amounts.speeds[voice.engine];
    if (speeds.length === 0) return [];
    const speed = () => speeds[random.whole(0, speeds.length - 1)] ?? 1;
    const alone = speeds.map((each, turn) => said(`${word}${MARKS[(index + turn) % MARKS.length]}`, each));
    const mark = random.next() < 0.5 ? "," : "";
    const command = said(`${word}${mark} ${random.pick(someCommands())}`, speed());
    const behind =
      greeted || index % 2 === 1 ? [] : [said(`${GREETINGS[index % 4 === 0 ? 0 : 1]} ${word}`, speed(), 1)];
    // espeak tells nobody where in a sentence a word ends.
    return voice.engine === "espeak-ng" ? alone : [...alone, command, ...behind];
  });
}

/** Near misses: each by voices of the fold in which it is judged and by others. Its fold counts beside the voice's. */
export function nearPlan(
  near: readonly string[],
  voices: readonly Voice[],
  amounts: Amounts,
  random: Random,
): Utterance[] {
  const engines = [...new Set(voices.map(({ engine }) => engine))];
  return near.slice(0, amounts.near).flatMap((text) => {
    const fold = foldOfText(text);
    return engines.flatMap((engine) => {
      const mine = random.shuffled(voices.filter((voice) => voice.engine === engine));
      const chosen = [
        ...mine.filter(({ folds }) => folds.join() === String(fold)),
        ...mine.filter(({ folds }) => !folds.includes(fold)),
      ];
      const count = amounts.voicesPerNear[engine];
      // The first is judged; the others are what other folds train on.
      const speakers =
        count < 2 ? chosen.slice(0, count) : [...chosen.slice(0, 1), ...chosen.slice(1 - count)];
      return speakers.map(
        (voice): Utterance => ({
          ...{ voice, text, speed: 0.9 + random.next() * 0.3, kind: "near", before: 0, word: undefined },
          folds: [...new Set([...voice.folds, fold])].sort(),
        }),
      );
    });
  });
}

/** Commands, sentences and strings of words as people say them most, in which the word does not occur. */
export function talkPlan(
  texts: readonly string[],
  voices: readonly Voice[],
  amounts: Amounts,
  random: Random,
): Utterance[] {
  const engines = [...new Set(voices.map(({ engine }) => engine))];
  return engines.flatMap((engine) => {
    const mine = voices.filter((voice) => voice.engine === engine);
    return Array.from({ length: amounts.talk[engine] }, (): Utterance => {
      const voice = mine[random.whole(0, mine.length - 1)];
      const text = texts[random.whole(0, texts.length - 1)];
      if (!voice || !text) throw new SottoError("INTERNAL", "nobody talks, or of nothing");
      return {
        voice,
        text,
        speed: 0.85 + random.next() * 0.35,
        kind: "talk",
        before: 0,
        word: undefined,
        folds: voice.folds,
      };
    });
  });
}

/** Words by their frequency, six to ten in a row: no sense, but every sound after every other. */
export function strungWords(words: readonly LexiconWord[], count: number, random: Random): string[] {
  const sums: number[] = [];
  let total = 0;
  // The square root, so that not every third word is one of ten.
  for (const { perMillion } of words) {
    total += Math.sqrt(perMillion);
    sums.push(total);
  }
  const draw = () => {
    const at = random.next() * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return words[low]?.word ?? "";
  };
  return Array.from({ length: count }, () => Array.from({ length: random.whole(6, 10) }, draw).join(" "));
}

/** Single words and pairs by turns, nearest first, each once; behind them what is half of the phrase. */
export function nearTexts(
  words: readonly Neighbour[],
  pairs: readonly Neighbour[],
  parts: readonly string[],
  most: number,
): string[] {
  const turns = words.flatMap((word, index) => [word.text, ...(pairs[index] ? [pairs[index].text] : [])]);
  const half = parts.slice(0, Math.floor(most / 3));
  return [...new Set([...turns.slice(0, most - half.length), ...half])];
}

function someCommands(): readonly [string, ...string[]] {
  const [first = "stop", ...rest] = COMMANDS;
  return [first, ...rest];
}
