import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import type { Recogniser } from "../../src/transcript/recogniser.js";
import { Random } from "../voices/random.js";
import type { Clip } from "./clip.js";
import { cachedClips } from "./clip-cache.js";
import { digitStrings } from "./digit-strings.js";
import { dealFolds, type FoldsOf } from "./folds.js";
import { kokoroClips } from "./kokoro-clips.js";
import { NOISE_SETS, realClips, SPEECH_SETS } from "./real-clips.js";
import { commands, nearMisses, personalSentence, type Sentence, wakeSentence } from "./sentences.js";
import { ESPEAK_VOICES, FLITE_VOICES, sayWithEspeak, sayWithFlite } from "./synthesisers.js";
import { cacheFolder, keyOf } from "./training-cache.js";

/** Changes when recordings are read or marked in another way, so that no old clip is used. */
const RECIPE = 5;

/** How much the synthesisers say. */
export interface Amounts {
  readonly wakesPerWord: number;
  readonly commands: number;
  readonly personal: number;
  readonly espeakPerWord: number;
  readonly espeakCommands: number;
  /** Clips of the neural voices at most: they may be spoken while this trains, and a set must not grow under way. */
  readonly kokoro: number;
}

export interface Sources {
  readonly real: readonly Clip[];
  readonly noises: readonly Clip[];
  readonly flite: readonly Clip[];
  readonly espeak: readonly Clip[];
  readonly kokoro: readonly Clip[];
  readonly foldsOf: FoldsOf;
}

/** @param data folder of the recordings for development */
export async function loadSources(data: string, amounts: Amounts, seed: number): Promise<Sources> {
  const recorded = await readSets(data, SPEECH_SETS);
  const real = [...recorded, ...digitStrings(recorded, new Random(seed))];
  const noises = await readSets(data, NOISE_SETS);
  const random = new Random(seed);
  const texts = random.shuffled(await commands(data));
  const fliteList = fliteTexts(texts, amounts, random);
  const flite = await cachedClips("flite", [RECIPE, fliteList], () =>
    inPairs(fliteList, (sentence) => {
      const voice = FLITE_VOICES[Math.floor(keyed(sentence, 1) * FLITE_VOICES.length)] ?? "slt";
      return sayWithFlite(sentence, { voice, stretch: Number((0.8 + keyed(sentence, 2) * 0.5).toFixed(2)) });
    }),
  );
  const espeakList = espeakTexts(texts, amounts);
  const espeak = await cachedClips("espeak", [RECIPE, espeakList], () =>
    inPairs(espeakList, ({ sentence, voice, speed }) => sayWithEspeak(sentence, voice, speed)),
  );
  const kokoro = await kokoroClips(cacheFolder("made", "train"), amounts.kokoro);
  return { real, noises, flite, espeak, kokoro, foldsOf: dealFolds([...real, ...noises, ...kokoro]) };
}

/** The clips of some sets of the recordings, one set after the other: each is decoded once and then kept. */
async function readSets(data: string, sets: readonly string[]): Promise<Clip[]> {
  const clips: Clip[] = [];
  let loading: Promise<Recogniser> | undefined;
  const recogniser = () => {
    loading ??= loadMoonshine(new FileModelStore());
    return loading;
  };
  for (const set of sets)
    clips.push(...(await cachedClips(set, RECIPE, () => realClips(data, set, recogniser))));
  return clips;
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

function espeakTexts(
  texts: readonly Sentence[],
  amounts: Amounts,
): { sentence: Sentence; voice: string; speed: number }[] {
  const list: { sentence: Sentence; voice: string; speed: number }[] = [];
  const speed = (index: number) => 130 + ((index * 37) % 70);
  const voiceAt = (index: number) => ESPEAK_VOICES[index % ESPEAK_VOICES.length] ?? "en-us";
  for (const word of WAKE_WORDS) {
    for (let i = 0; i < amounts.espeakPerWord; i++) {
      const sentence: Sentence = { words: [word], wake: { word, at: 0 }, personal: [] };
      list.push({ sentence, voice: voiceAt(i), speed: speed(i) });
    }
  }
  nearMisses().forEach((sentence, index) => {
    for (let i = 0; i < 3; i++) {
      list.push({ sentence, voice: voiceAt(index * 3 + i), speed: speed(index + i) });
    }
  });
  texts.slice(-amounts.espeakCommands).forEach((sentence, index) => {
    if (sentence.personal.length === 0) list.push({ sentence, voice: voiceAt(index), speed: speed(index) });
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
