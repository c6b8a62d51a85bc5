import { join } from "node:path";
import type { EmbeddingEngine } from "../../src/hotloop/embedding-engine.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import { Random } from "../voices/random.js";
import { type Clip, type Part, partOf } from "./clip.js";
import { cachedClips } from "./clip-cache.js";
import { type Features, featuresOf } from "./features.js";
import { kokoroClips } from "./kokoro-clips.js";
import { NOISE_SETS, realClips, SPLIT_SETS } from "./real-clips.js";
import { commands, nearMisses, personalSentence, type Sentence, wakeSentence } from "./sentences.js";
import { type Condition, makeStream } from "./stream.js";
import { ESPEAK_VOICES, FLITE_VOICES, sayWithEspeak, sayWithFlite } from "./synthesisers.js";
import { cacheFolder, keyOf } from "./training-cache.js";

/** Changes when clips are laid or labelled in another way, so that no old feature is used. */
const RECIPE = 1;

/** How much the synthesisers say. */
export interface Amounts {
  readonly wakesPerWord: number;
  readonly commands: number;
  readonly personal: number;
  readonly espeakPerWord: number;
  /** Clips of the neural voices at most: they may be spoken while this trains, and a set must not grow under way. */
  readonly kokoro: number;
}

export interface Sources {
  readonly real: readonly Clip[];
  readonly noises: readonly Clip[];
  readonly flite: readonly Clip[];
  readonly espeak: readonly Clip[];
  readonly kokoro: readonly Clip[];
}

export async function loadSources(data: string, amounts: Amounts, seed: number): Promise<Sources> {
  const real = await readSets(data, SPLIT_SETS);
  const noises = await readSets(data, NOISE_SETS);
  const random = new Random(seed);
  const texts = random.shuffled(await commands(data));
  const fliteList = fliteTexts(texts, amounts, random);
  const flite = await cachedClips("flite", fliteList, () =>
    inPairs(fliteList, (sentence) => {
      const voice = FLITE_VOICES[Math.floor(keyed(sentence, 1) * FLITE_VOICES.length)] ?? "slt";
      return sayWithFlite(sentence, { voice, stretch: Number((0.8 + keyed(sentence, 2) * 0.5).toFixed(2)) });
    }),
  );
  const espeakList = espeakTexts(amounts);
  const espeak = await cachedClips("espeak", espeakList, () =>
    inPairs(espeakList, ({ sentence, voice, speed }) => sayWithEspeak(sentence, voice, speed)),
  );
  const kokoro = await kokoroClips(cacheFolder("made", "train"), amounts.kokoro);
  return { real, noises, flite, espeak, kokoro };
}

/** The clips of some sets of the shared data, one set after the other: each is decoded once and then kept. */
export async function readSets(data: string, sets: readonly string[]): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const set of sets) clips.push(...(await cachedClips(set, RECIPE, () => realClips(data, set))));
  return clips;
}

/** Clips of the neural voices are laid out by this many, so that more of them cost only their own features. */
const NEURAL_BATCH = 364;

/** All clips of a part of the split. Synthetic voices of flite and espeak train only. */
export function clipsOf(sources: Sources, part: Part): Clip[] {
  const neural = sources.kokoro.slice(0, NEURAL_BATCH);
  const split = [...sources.real, ...neural].filter((clip) => partOf(clip.speaker) === part);
  return part === "train" ? [...split, ...sources.flite, ...sources.espeak] : split;
}

/** The neural clips after the first batch; they train only. */
export function laterNeuralClips(sources: Sources): Clip[][] {
  const batches: Clip[][] = [];
  for (let at = NEURAL_BATCH; at < sources.kokoro.length; at += NEURAL_BATCH) {
    const batch = sources.kokoro.slice(at, at + NEURAL_BATCH);
    batches.push(batch.filter((clip) => partOf(clip.speaker) === "train"));
  }
  return batches;
}

/** Every other recording of noise is kept from training. */
export function noisesOf(sources: Sources, part: Part): Clip[] {
  return sources.noises.filter((_, index) => (index % 2 === 0) === (part === "train"));
}

/** Lays out clips as streams of about `clipsPerStream` clips and computes their features. */
export function layOut(
  name: string,
  clips: readonly Clip[],
  {
    engine,
    sources,
    part,
    condition,
    seed,
  }: {
    readonly engine: EmbeddingEngine;
    readonly sources: Sources;
    readonly part: Part;
    readonly condition: Condition;
    readonly seed: number;
  },
): Features {
  const noises = noisesOf(sources, part);
  const followers = clipsOf(sources, part).filter(
    (clip) =>
      clip.kind === "speech" && clip.samples.length < 6 * 16_000 && !clip.source.startsWith("digits-"),
  );
  const key = `${name}-${keyOf([RECIPE, condition, seed, part, clips.map(({ id }) => id), followers.length])}`;
  return featuresOf(key, engine, function* () {
    const random = new Random(seed);
    const order = random.shuffled(clips);
    const perStream = 16;
    for (let at = 0; at < order.length; at += perStream) {
      if (process.stderr.isTTY) process.stderr.write(`\r${name} ${at}/${order.length} `);
      yield makeStream(order.slice(at, at + perStream), { noises, followers, condition, random });
    }
  });
}

function fliteTexts(texts: readonly Sentence[], amounts: Amounts, random: Random): Sentence[] {
  const wakes = WAKE_WORDS.flatMap((word) =>
    Array.from({ length: amounts.wakesPerWord }, (_, i) =>
      wakeSentence(word, i % 3 === 0 ? undefined : texts[Math.floor(random.next() * texts.length)], random),
    ),
  );
  const personal = Array.from({ length: amounts.personal }, () => personalSentence(random));
  // The same near miss in every voice: the voice is chosen by the words, and a pause makes other words.
  const near = nearMisses().flatMap((sentence) =>
    ["", "well,", "and", "so,", "okay,"].map((start) => ({
      ...sentence,
      words: start === "" ? sentence.words : [start, ...sentence.words],
    })),
  );
  return [...wakes, ...personal, ...near, ...texts.slice(0, amounts.commands)];
}

function espeakTexts(amounts: Amounts): { sentence: Sentence; voice: string; speed: number }[] {
  const list: { sentence: Sentence; voice: string; speed: number }[] = [];
  const speed = (index: number) => 130 + ((index * 37) % 70);
  for (const word of WAKE_WORDS) {
    for (let i = 0; i < amounts.espeakPerWord; i++) {
      const sentence: Sentence = { words: [word], wake: { word, at: 0 }, personal: [] };
      list.push({ sentence, voice: ESPEAK_VOICES[i % ESPEAK_VOICES.length] ?? "en-us", speed: speed(i) });
    }
  }
  nearMisses().forEach((sentence, index) => {
    for (let i = 0; i < 3; i++) {
      const voice = ESPEAK_VOICES[(index * 3 + i) % ESPEAK_VOICES.length] ?? "en-us";
      list.push({ sentence, voice, speed: speed(index + i) });
    }
  });
  return list;
}

/** A number in [0, 1) that hangs on the words alone: the same text has the same voice in every run. */
function keyed(sentence: Sentence, salt: number): number {
  return Number.parseInt(keyOf([salt, sentence.words]).slice(0, 8), 16) / 2 ** 32;
}

async function inPairs<T, C>(list: readonly T[], make: (item: T) => Promise<C | undefined>): Promise<C[]> {
  const made: C[] = [];
  for (let at = 0; at < list.length; at += 2) {
    for (const clip of await Promise.all(list.slice(at, at + 2).map(make)))
      if (clip !== undefined) made.push(clip);
  }
  return made;
}

export function sharedDataFolder(): string {
  return process.env["SOTTO_SHARED_DATA"] ?? join(import.meta.dirname, "../../../shared/data");
}
