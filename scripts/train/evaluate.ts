import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { DenseHead } from "../../src/hotloop/dense-head.js";
import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS } from "../../src/hotloop/embedding-graph.js";
import { type HopScores, WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import { FirstLookDetector, type FirstLookOptions } from "../../src/wake/first-look.js";
import { type Features, LABELS } from "./features.js";

/** Scores of every hop, stream by stream as the hot loop would give them. */
export function scoresOf(head: TrainedHead, features: Features): Float32Array {
  const outputs = head.shape.outputs;
  const scores = new Float32Array(features.hops * outputs);
  const dense = new DenseHead(head.shape, head.weights);
  features.starts.slice(0, -1).forEach((start, stream) => {
    dense.reset();
    const end = features.starts[stream + 1] ?? features.hops;
    for (let hop = start + WARM_UP_HOPS; hop < end; hop++) {
      dense.push(features.embeddings.subarray(hop * EMBEDDING_SIZE, (hop + 1) * EMBEDDING_SIZE));
      if (hop >= start + WARM_UP_HOPS + head.shape.frames) scores.set(dense.scores, hop * outputs);
    }
  });
  return scores;
}

export interface WakeResult {
  readonly word: WakeWord;
  readonly said: number;
  readonly missed: number;
  readonly missedClips: readonly string[];
  readonly falseAccepts: number;
  readonly hours: number;
  /** Medians of (estimated end - true end), in seconds. */
  readonly endError: number;
}

/** Ends of real wake words are measured by energy, and a room or a breath makes them late by up to half a second. */
const EARLIEST = -0.6 * SAMPLE_RATE_HZ;
const LATEST = 1.1 * SAMPLE_RATE_HZ;

/** Runs the first look over the scores; each word by itself, so that one does not silence another. */
export function wakeResults(
  features: Features,
  scores: Float32Array,
  options: FirstLookOptions,
  sources?: readonly string[],
): WakeResult[] {
  return WAKE_WORDS.map((word) => {
    const wakes = features.wakes.filter((w) => w.word === word);
    const counted = sources === undefined ? wakes : wakes.filter(({ source }) => sources.includes(source));
    const looks = looksFor(features, scores, { ...options, words: [word] });
    const errors: number[] = [];
    const missed = counted.filter((wake) => {
      const look = looks.find(({ at }) => at - wake.end >= EARLIEST && at - wake.end <= LATEST);
      if (look !== undefined) errors.push((look.endSample - wake.end) / SAMPLE_RATE_HZ);
      return look === undefined;
    });
    const wrong = looks.filter(
      ({ at }) => !wakes.some(({ end }) => at - end >= EARLIEST && at - end <= LATEST),
    );
    errors.sort((a, b) => a - b);
    return {
      word,
      said: counted.length,
      missed: missed.length,
      missedClips: missed.map(({ clip }) => clip),
      falseAccepts: wrong.length,
      hours: (features.hops * HOP_SAMPLES) / SAMPLE_RATE_HZ / 3_600,
      endError: errors[errors.length >> 1] ?? 0,
    };
  });
}

function looksFor(
  features: Features,
  scores: Float32Array,
  options: FirstLookOptions,
): { at: number; endSample: number }[] {
  const found: { at: number; endSample: number }[] = [];
  const detector = new FirstLookDetector(options);
  const width = WAKE_WORDS.length;
  const hopScores: HopScores = { ready: true, speech: 0, wake: new Float32Array(width), spotter: 0 };
  features.starts.slice(0, -1).forEach((start, stream) => {
    detector.reset();
    const end = features.starts[stream + 1] ?? features.hops;
    for (let hop = start; hop < end; hop++) {
      hopScores.wake.set(scores.subarray(hop * width, (hop + 1) * width));
      const look = detector.hop(hopScores);
      if (look === undefined) continue;
      found.push({ at: (hop + 1) * HOP_SAMPLES, endSample: look.endSample + start * HOP_SAMPLES });
    }
  });
  return found;
}

export interface BinaryResult {
  readonly positives: number;
  readonly negatives: number;
  readonly areaUnderCurve: number;
  /** At the threshold: share of positives heard, and of negatives taken for positives. */
  readonly recall: number;
  readonly falsePositives: number;
}

/** A head of one output against one label, hop by hop. */
export function binaryResult(
  features: Features,
  scores: Float32Array,
  label: number,
  threshold: number,
): BinaryResult {
  const positives: number[] = [];
  const negatives: number[] = [];
  for (let hop = 0; hop < features.hops; hop++) {
    const value = features.labels[hop * LABELS + label] ?? -1;
    const score = scores[hop] ?? 0;
    if (value < 0 || score === 0) continue;
    (value === 1 ? positives : negatives).push(score);
  }
  const over = (list: readonly number[]) =>
    list.filter((score) => score >= threshold).length / Math.max(1, list.length);
  return {
    positives: positives.length,
    negatives: negatives.length,
    areaUnderCurve: areaUnderCurve(positives, negatives),
    recall: over(positives),
    falsePositives: over(negatives),
  };
}

/** Threshold at which this share of the negatives is taken for positives. */
export function thresholdAt(features: Features, scores: Float32Array, label: number, share: number): number {
  const negatives: number[] = [];
  for (let hop = 0; hop < features.hops; hop++) {
    const score = scores[hop] ?? 0;
    if (features.labels[hop * LABELS + label] === 0 && score > 0) negatives.push(score);
  }
  negatives.sort((a, b) => b - a);
  return negatives[Math.floor(negatives.length * share)] ?? 0.5;
}

function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((score) => ({ score, positive: 1 })),
    ...negatives.map((score) => ({ score, positive: 0 })),
  ];
  all.sort((a, b) => a.score - b.score);
  let below = 0;
  let pairs = 0;
  for (const { positive } of all) {
    if (positive === 1) pairs += below;
    else below++;
  }
  return pairs / Math.max(1, positives.length * negatives.length);
}
