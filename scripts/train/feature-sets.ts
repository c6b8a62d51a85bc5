import type { EmbeddingEngine } from "../../src/hotloop/embedding-engine.js";
import { Random } from "../voices/random.js";
import type { Clip } from "./clip.js";
import type { Sources } from "./data-set.js";
import { type Features, featuresOf } from "./features.js";
import { FOLDS } from "./folds.js";
import type { Condition, NoiseSources } from "./noise.js";
import { rowStream } from "./row-stream.js";
import { makeStream } from "./stream.js";
import { keyOf } from "./training-cache.js";

/** Changes when clips are laid out in another way, so that no old feature is used. */
const RECIPE = 5;
/** Clips of the neural voices are laid out by so many, so that more of them cost only their own features. */
const NEURAL_BATCH = 400;
const CLIPS_PER_STREAM = 16;
/** Recordings are laid out once as they are and so often in rooms and noise; of wake words and numbers there are few. */
const AGAIN = { everything: 2, wakes: 5, dictated: 2 } as const;

/** Features to train on, with the folds whose speakers are heard in them. */
export interface TrainingSet {
  readonly folds: readonly number[];
  readonly features: Features;
}

/** Recordings as rows of their own, of speakers of one fold; `clips` in the order of the features' streams. */
export interface RowSet {
  readonly fold: number;
  readonly condition: "clean" | "noisy";
  readonly clips: readonly Clip[];
  /** Names the sound of the rows: another layout has another key. */
  readonly key: string;
  readonly features: Features;
}

/** The samples of a row, made again in the same way. */
export function rowOf({ clips, condition, fold }: RowSet, index: number, sources: Sources) {
  const clip = clips[index];
  if (clip === undefined) return undefined;
  return rowStream(clip, condition === "noisy" ? noisesOf(sources, [fold]) : undefined, index);
}

export function trainingSets(
  sources: Sources,
  engine: EmbeddingEngine,
  seed: number,
  say: (line: string) => void,
): TrainingSet[] {
  const sets: TrainingSet[] = [];
  const add = (name: string, clips: readonly Clip[], condition: Condition, salt: number): void => {
    for (const [key, group] of grouped(clips, sources)) {
      const folds = key === "" ? [] : key.split("+").map(Number);
      const features = layOut(`${name}-${key}`, group, {
        engine,
        sources,
        folds,
        condition,
        seed: seed + salt,
      });
      sets.push({ folds, features });
    }
    say(`${name}: ${hoursOf(sets).toFixed(1)} h so far`);
  };
  const recorded = [...sources.real, ...sources.noises];
  add("clean", recorded, "clean", 1);
  for (let i = 0; i < AGAIN.everything; i++) add(`all-${i}`, recorded, "augmented", 10 + i);
  const wakes = recorded.filter(({ kind }) => kind === "wake");
  for (let i = 0; i < AGAIN.wakes; i++) add(`wakes-${i}`, wakes, "augmented", 20 + i);
  const dictated = recorded.filter(isDictated);
  for (let i = 0; i < AGAIN.dictated; i++) add(`dictated-${i}`, dictated, "augmented", 30 + i);
  add("made", [...sources.flite, ...sources.espeak], "augmented", 40);
  for (let at = 0; at + NEURAL_BATCH <= sources.kokoro.length; at += NEURAL_BATCH) {
    const batch = sources.kokoro.slice(at, at + NEURAL_BATCH);
    add(`neural-${at}-clean`, batch, "clean", 50);
    add(`neural-${at}`, batch, "augmented", 51);
    add(
      `neural-${at}-wakes`,
      batch.filter(({ kind }) => kind === "wake"),
      "augmented",
      52,
    );
  }
  return sets;
}

/** Every recording of people, and of the neural voices those that are no blend. */
export function rowSets(sources: Sources, engine: EmbeddingEngine, neuralRows: number): RowSet[] {
  const neural = sources.kokoro.filter((clip) => clip.kind === "speech" || clip.id.endsWith("-0.wav"));
  const all = [...sources.real, ...sources.noises, ...neural.slice(0, neuralRows)];
  const sets: RowSet[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const clips = all.filter(
      (clip) => sources.foldsOf(clip).join() === String(fold) && clip.label !== "digit",
    );
    for (const condition of ["clean", "noisy"] as const) {
      const noises = condition === "noisy" ? noisesOf(sources, [fold]) : undefined;
      const key = `rows-${condition}-${fold}-${keyOf([RECIPE, clips.map(({ id }) => id)])}`;
      const features = featuresOf(key, engine, function* () {
        for (const [index, clip] of clips.entries()) yield rowStream(clip, noises, index);
      });
      sets.push({ fold, condition, clips, key, features });
    }
  }
  return sets;
}

export function hoursOf(sets: readonly { readonly features: Features }[]): number {
  return sets.reduce((sum, { features }) => sum + features.hops, 0) / 45_000;
}

function isDictated({ personal }: Clip): boolean {
  return personal !== "unknown" && personal.some(({ kind }) => kind !== "other");
}

/** Household noise and voices of these folds alone; what only trains has noise that is computed. */
function noisesOf(sources: Sources, folds: readonly number[]): NoiseSources {
  const mine = (clip: Clip) => sources.foldsOf(clip).some((fold) => folds.includes(fold));
  return {
    recorded: sources.noises.filter(mine),
    voices: sources.real.filter((clip) => clip.source.startsWith("speech-") && mine(clip)),
  };
}

function grouped(clips: readonly Clip[], sources: Sources): [string, Clip[]][] {
  const groups = new Map<string, Clip[]>();
  for (const clip of clips) {
    const key = sources.foldsOf(clip).join("+");
    const group = groups.get(key) ?? [];
    group.push(clip);
    groups.set(key, group);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

/** Lays out clips as streams and computes their features; kept in the cache. */
function layOut(
  name: string,
  clips: readonly Clip[],
  options: {
    readonly engine: EmbeddingEngine;
    readonly sources: Sources;
    readonly folds: readonly number[];
    readonly condition: Condition;
    readonly seed: number;
  },
): Features {
  const { engine, sources, folds, condition, seed } = options;
  const noises = noisesOf(sources, folds);
  const followers = clips.filter(
    (clip) =>
      clip.kind === "speech" && clip.samples.length < 6 * 16_000 && !clip.source.startsWith("digits-"),
  );
  const named = clips.map(({ id, wakes }) =>
    wakes.some(({ known }) => known === "about") ? `${id} about` : id,
  );
  const key = `${name}-${keyOf([RECIPE, condition, seed, named])}`;
  return featuresOf(key, engine, function* () {
    const random = new Random(seed);
    const order = random.shuffled(clips);
    for (let at = 0; at < order.length; at += CLIPS_PER_STREAM) {
      if (process.stderr.isTTY) process.stderr.write(`\r${name} ${at}/${order.length} `);
      yield makeStream(order.slice(at, at + CLIPS_PER_STREAM), { noises, followers, condition, random });
    }
  });
}
