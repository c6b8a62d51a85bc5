import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import type { Clip } from "../train/clip.js";
import { type Features, FIRST_WORD_LABEL, featuresOf } from "../train/features.js";
import { trainHead } from "../train/network.js";
import type { Condition, NoiseSources } from "../train/noise.js";
import { makeStream } from "../train/stream.js";
import { keyOf } from "../train/training-cache.js";
import { scaled, scaleOf } from "../train/windows.js";
import { Random } from "../voices/random.js";

/** Changes when clips are laid out in another way, so that no old feature is used. */
const RECIPE = 1;
const CLIPS_PER_STREAM = 16;

/** A clip to train on, and the folds whose heads must not hear it. */
export interface Material {
  readonly clip: Clip;
  readonly folds: readonly number[];
}

export interface TrainingSet {
  readonly folds: readonly number[];
  readonly features: Features;
}

export interface LayOut {
  readonly word: string;
  readonly engine: HopEngine;
  /** Household noise by fold; where there is none it is computed. */
  readonly noisesOf: (folds: readonly number[]) => NoiseSources;
  readonly seed: number;
}

/** Lays clips in rooms and noise, once for each turn, and computes their features; kept in the cache. */
export function trainingSets(
  name: string,
  material: readonly Material[],
  turns: readonly Condition[],
  { word, engine, noisesOf, seed }: LayOut,
): TrainingSet[] {
  const groups = new Map<string, Clip[]>();
  for (const { clip, folds } of material) {
    const key = folds.join("+");
    groups.set(key, [...(groups.get(key) ?? []), clip]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([key, clips]) => {
      const folds = key === "" ? [] : key.split("+").map(Number);
      const followers = clips.filter((clip) => clip.kind === "speech" && clip.samples.length < 6 * 16_000);
      return turns.map((condition, turn): TrainingSet => {
        const recipe = [RECIPE, word, condition, seed + turn, clips.map(({ id }) => id)];
        const features = featuresOf(
          `enroll-${name}-${key}-${keyOf(recipe)}`,
          engine,
          function* () {
            const random = new Random(seed + turn);
            const order = random.shuffled(clips);
            for (let at = 0; at < order.length; at += CLIPS_PER_STREAM) {
              const some = order.slice(at, at + CLIPS_PER_STREAM);
              yield makeStream(some, { noises: noisesOf(folds), followers, condition, random });
            }
          },
          [word],
        );
        return { folds, features };
      });
    });
}

export interface Training {
  readonly epochs: number;
  readonly seed: number;
  readonly engine: HopEngine;
  readonly say: (line: string) => void;
}

/**
 * One head for the word. @param fold voices, texts and speakers of this fold are not heard; undefined for all of them
 */
export function trainWord(
  sets: readonly TrainingSet[],
  fold: number | undefined,
  { epochs, seed, engine, say }: Training,
): TrainedHead {
  const heard = sets.filter(({ folds }) => fold === undefined || !folds.includes(fold));
  const features = heard.map((set) => set.features);
  const scale = scaleOf(features);
  const recipe = {
    name: fold === undefined ? "all voices" : `without voices ${fold + 1}`,
    shape: { frames: 10, projection: 32, hidden: 32, outputs: 1 },
    labels: [FIRST_WORD_LABEL],
    ...{ epochs, seed, negatives: 20, positiveWeight: 2 },
  };
  return trainHead(
    features.map((each) => scaled(each, scale)),
    scale,
    recipe,
    { engine, say },
  );
}
