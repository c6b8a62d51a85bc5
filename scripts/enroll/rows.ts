import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { DenseHead } from "../../src/hotloop/dense-head.js";
import { EMBEDDING_SIZE, type EmbeddingEngine } from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS } from "../../src/hotloop/embedding-graph.js";
import type { HopScores } from "../../src/hotloop/hop-scores.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import { FirstLookDetector } from "../../src/wake/first-look.js";
import type { Clip } from "../train/clip.js";
import { type Features, featuresOf } from "../train/features.js";
import type { NoiseSources } from "../train/noise.js";
import { rowStream } from "../train/row-stream.js";
import { keyOf } from "../train/training-cache.js";

/** One recording to be judged on, as it is or in noise. */
export interface Row {
  readonly clip: Clip;
  /** The one fold whose head judges it. */
  readonly fold: number;
  readonly kind: "word" | "near" | "talk";
  readonly condition: "clean" | "noisy";
}

/** The sound of a row, between two seconds of quiet. The same in every run. */
export function soundOf(
  { clip, fold, condition }: Row,
  noisesOf: (folds: readonly number[]) => NoiseSources,
): Float32Array {
  const seed = Number.parseInt(keyOf(clip.id).slice(0, 8), 16);
  return rowStream(clip, condition === "noisy" ? noisesOf([fold]) : undefined, seed).samples;
}

/** Features of rows, a stream each; kept in the cache. */
export function rowFeatures(
  rows: readonly Row[],
  noisesOf: (folds: readonly number[]) => NoiseSources,
  engine: EmbeddingEngine,
): Features {
  const key = keyOf(rows.map(({ clip, fold, condition }) => [clip.id, fold, condition]));
  return featuresOf(
    `enroll-rows-${key}`,
    engine,
    function* () {
      for (const row of rows) {
        const seed = Number.parseInt(keyOf(row.clip.id).slice(0, 8), 16);
        yield rowStream(row.clip, row.condition === "noisy" ? noisesOf([row.fold]) : undefined, seed);
      }
    },
    [],
  );
}

export const SMOOTHING_HOPS = 2;
/** Milder thresholds than the first look at ordinary words of this head; the second look decides behind it. */
const CANDIDATES = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7] as const;
/** A look costs one recognition; ordinary speech may cause so many. */
const LOOKS_AN_HOUR = 6;

/** The mildest threshold at which ordinary speech is looked at six times an hour at most, and the strictest where none is. */
export function chooseThreshold(
  rows: readonly Row[],
  features: Features,
  heads: readonly TrainedHead[],
  word: string,
): number {
  const scores = heads.map((head) => scoresOf(head, features));
  const hours =
    rows.reduce((sum, { kind, clip }) => sum + (kind === "talk" ? clip.samples.length : 0), 0) / 57_600_000;
  for (const threshold of CANDIDATES) {
    let looks = 0;
    rows.forEach(({ kind, fold }, row) => {
      if (kind !== "talk") return;
      looks += looksIn(scores[fold] ?? new Float32Array(0), features, row, { threshold, word });
    });
    if (looks <= LOOKS_AN_HOUR * hours) return threshold;
  }
  return CANDIDATES.at(-1) ?? 0.7;
}

function looksIn(
  scores: Float32Array,
  features: Features,
  row: number,
  { threshold, word }: { readonly threshold: number; readonly word: string },
): number {
  const detector = new FirstLookDetector({
    order: [word],
    thresholds: { [word]: threshold },
    smoothingHops: SMOOTHING_HOPS,
  });
  const hop: HopScores = { ready: true, speech: 0, wake: new Float32Array(1), spotter: 0 };
  let looks = 0;
  for (let at = features.starts[row] ?? 0; at < (features.starts[row + 1] ?? 0); at++) {
    hop.wake[0] = scores[at] ?? 0;
    if (detector.hop(hop) !== undefined) looks++;
  }
  return looks;
}

/** Scores of every hop, row by row as the hot loop would give them. */
function scoresOf(head: TrainedHead, features: Features): Float32Array {
  const scores = new Float32Array(features.hops);
  const dense = new DenseHead(head.shape, head.weights);
  features.starts.slice(0, -1).forEach((start, row) => {
    dense.reset();
    const end = features.starts[row + 1] ?? features.hops;
    for (let hop = start + WARM_UP_HOPS; hop < end; hop++) {
      dense.push(features.embeddings.subarray(hop * EMBEDDING_SIZE, (hop + 1) * EMBEDDING_SIZE));
      if (hop >= start + WARM_UP_HOPS + head.shape.frames) scores[hop] = dense.scores[0] ?? 0;
    }
  });
  return scores;
}

/** Whole hops of a sound. */
export function* hopsOf(sound: Float32Array): Generator<Float32Array> {
  for (let at = 0; at + HOP_SAMPLES <= sound.length; at += HOP_SAMPLES)
    yield sound.subarray(at, at + HOP_SAMPLES);
}
