import { spawnSync } from "node:child_process";
import { codeOf, SottoError } from "../../src/domain/errors.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { NoiseSources } from "../train/noise.js";
import { fetchVoices } from "../voices/fetch-voices.js";
import { readMarked } from "../voices/marked-text.js";
import type { Random } from "../voices/random.js";
import { COMMANDS, NEAR_MISS_SENTENCES, personalSentences } from "../voices/training-texts.js";
import { lexicon } from "./lexicon.js";
import { nearestPairs, nearestWords } from "./neighbours.js";
import {
  AMOUNTS,
  type Amounts,
  nearPlan,
  nearTexts,
  strungWords,
  talkPlan,
  type Utterance,
  wordPlan,
} from "./plan.js";
import { type Recordings, recordings } from "./recordings.js";
import type { Row } from "./rows.js";
import { type Spoken, sayAll } from "./say.js";
import { phrasesOf, type Studied } from "./spelling.js";
import { progress, tell } from "./tell.js";
import type { Material } from "./training.js";
import { type Engine, type Voice, voicesOf } from "./voices.js";

/** Rows of a kind that are judged, at most. */
const MOST_WORD_ROWS = 140;
const MOST_TALK_ROWS = 300;
const SHIPPED_NEAR = { whole: 16, quick: 6 } as const;
const SHIPPED: Amounts = {
  speeds: { kokoro: [1.05], flite: [0.95], "espeak-ng": [1] },
  near: SHIPPED_NEAR.whole,
  voicesPerNear: { kokoro: 0, flite: 1, "espeak-ng": 1 },
  talk: { kokoro: 0, flite: 0, "espeak-ng": 0 },
};

export interface WordMaterial {
  readonly training: Readonly<Record<"words" | "near" | "talk", readonly Material[]>>;
  /** What the word is judged on. */
  readonly rows: readonly Row[];
  /** What the shipped words are judged on beside the same talk. */
  readonly shippedRows: readonly Row[];
  readonly noisesOf: (folds: readonly number[]) => NoiseSources;
  /** What figures on this material prove, for people. */
  readonly proves: string;
}

/** Speaks all that is needed; what was spoken before comes from the cache. */
export async function makeMaterial(
  studied: Studied,
  size: "whole" | "quick",
  random: Random,
): Promise<WordMaterial> {
  const { text: word } = studied.spelling.phrase;
  const engines = await enginesFor(size);
  const voices = voicesOf(engines);
  tell(
    `voices: ${engines.map((engine) => `${voices.filter((voice) => voice.engine === engine).length} of ${engine}`).join(", ")}`,
  );
  const amounts = AMOUNTS[size];
  const words = lexicon();
  const texts = [
    ...COMMANDS,
    ...NEAR_MISS_SENTENCES,
    ...personalSentences(random, 120).map((marked) => readMarked(marked).spoken),
    ...strungWords(words, 260, random),
  ].filter((text) => !` ${text} `.includes(` ${word} `));
  const shipped = shippedPlan(voices, SHIPPED_NEAR[size], random);
  const plan = [
    ...wordPlan(word, voices, amounts, random),
    ...nearPlan(studied.near, voices, amounts, random),
    ...talkPlan(texts, voices, amounts, random),
  ];
  const phones = new Map(
    phrasesOf([word, ...WAKE_WORDS, "hey", "okay"]).map((each) => [each.text, each.phones]),
  );
  const phonesOf = (text: string) => phones.get(text) ?? [];
  const all = [...plan, ...shipped.map(({ utterance }) => utterance)];
  const spoken = await sayAll(all, phonesOf, (done) => progress("spoken", done, all.length));
  const real: Recordings = size === "quick" ? { talk: [], noises: [] } : await recordings();
  const whose = new Map(shipped.map(({ of, utterance }) => [utterance, of]));
  const own = spoken.filter(({ utterance }) => !whose.has(utterance));
  const of = (kind: Utterance["kind"]) =>
    own.filter(({ utterance }) => utterance.kind === kind).map(toMaterial);
  return {
    training: { words: of("word"), near: of("near"), talk: [...of("talk"), ...real.talk, ...real.noises] },
    rows: ownRows(own, real, random),
    shippedRows: spoken.flatMap((each) => {
      const shippedWord = whose.get(each.utterance);
      return shippedWord === undefined ? [] : shippedRow(shippedWord, each);
    }),
    noisesOf: (folds) => ({
      recorded: inFolds(real.noises, folds),
      voices: inFolds(real.talk, folds),
    }),
    proves: provesOf(real),
  };
}

function toMaterial({ clip, utterance }: Spoken): Material {
  return { clip, folds: utterance.folds };
}

function inFolds(list: Recordings["talk"], folds: readonly number[]) {
  return list.filter((each) => each.folds.some((fold) => folds.includes(fold))).map(({ clip }) => clip);
}

function ownRows(own: readonly Spoken[], real: Recordings, random: Random): Row[] {
  const judged = (kind: Row["kind"]) =>
    own.flatMap(({ clip, utterance: { kind: its, folds } }): Row[] => {
      const [fold, ...others] = folds;
      if (its !== kind || fold === undefined || others.length > 0) return [];
      return [{ clip, fold, kind, condition: "clean" }];
    });
  const words = random.shuffled(judged("word")).slice(0, MOST_WORD_ROWS);
  const recorded = real.talk.map(
    ({ clip, folds }): Row => ({ clip, fold: folds[0] ?? 0, kind: "talk", condition: "clean" }),
  );
  return [
    ...words,
    ...words.map((row): Row => ({ ...row, condition: "noisy" })),
    ...judged("near"),
    ...random.shuffled(judged("talk")).slice(0, MOST_TALK_ROWS),
    ...recorded,
  ];
}

/** The shipped words and what sounds like them, by the same voices; their heads may have heard these voices before. */
function shippedPlan(
  voices: readonly Voice[],
  most: number,
  random: Random,
): { of: string; utterance: Utterance }[] {
  const single = voices.filter(({ name }) => !name.includes("+"));
  const words = lexicon();
  const phrases = phrasesOf(WAKE_WORDS);
  return phrases.flatMap((phrase) => {
    const near = nearTexts(nearestWords(phrase, words, most), nearestPairs(phrase, words, most), [], most);
    const said = wordPlan(phrase.text, single, SHIPPED, random).filter(
      ({ before, text }) => before === 0 && !text.includes(" "),
    );
    const missed = nearPlan(near, single, SHIPPED, random);
    return [...said, ...missed].map((utterance) => ({ of: phrase.text, utterance }));
  });
}

function shippedRow(of: string, { clip, utterance }: Spoken): Row[] {
  const fold = utterance.voice.folds[0] ?? 0;
  const row: Row = { clip: { ...clip, label: of }, fold, kind: utterance.kind, condition: "clean" };
  return utterance.kind === "word" ? [row, { ...row, condition: "noisy" }] : [row];
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** @throws SottoError ENROLL_UNAVAILABLE */
async function enginesFor(size: "whole" | "quick"): Promise<readonly Engine[]> {
  const missing = ["flite", "espeak-ng"].filter((program) => !isInstalled(program));
  // A quick try makes do with one engine.
  if (missing.includes("flite") || (size === "whole" && missing.length > 0))
    throw new SottoError("ENROLL_UNAVAILABLE", `not installed here: apt-get install ${missing.join(" ")}`);
  if (size === "quick") return ["flite"];
  try {
    await fetchVoices();
    return ["kokoro", "flite", "espeak-ng"];
  } catch (error) {
    if (codeOf(error) !== "MODEL_FETCH_FAILED") throw error;
    tell(
      "the natural voices could not be fetched (95 MB, once): this goes on with flite and espeak-ng, and proves less",
    );
    return ["flite", "espeak-ng"];
  }
}

function provesOf(real: Recordings): string {
  const hours = real.talk.reduce((sum, { clip }) => sum + clip.samples.length, 0) / 57_600_000;
  const heard =
    hours > 0
      ? `Ordinary speech: made sentences and ${(hours * 60).toFixed(0)} minutes of recorded people.`
      : "No recordings of people were here: ordinary speech and noise are made, too, which proves less.";
  return `${heard} Every row was judged by a head that had heard neither its voice nor, of near misses, its text; the threshold was chosen on the same rows of ordinary speech. The shipped words may have been trained on these voices, so their figures are kind. Made voices are kinder than people, and made voices of one engine are not so many people: say the word yourself before you rely on it.`;
}
