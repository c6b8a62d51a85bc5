import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import {
  EMBEDDING_SIZE,
  type EmbeddingEngine,
  MEL_BANDS,
  MEL_FRAMES_PER_HOP,
} from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS } from "../../src/hotloop/embedding-graph.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import { LogMel } from "../../src/hotloop/mel.js";
import { MASK_STEP } from "./speech-mask.js";
import type { Stream, WakeEvent } from "./stream.js";
import { cacheFolder } from "./training-cache.js";

/**
 * Labels of one hop, each 1, 0, or -1 for "do not learn from it": speech, digits, spelled, then one for each wake word.
 */
export const SPEECH_LABEL = 0;
export const DIGITS_LABEL = 1;
export const SPELLED_LABEL = 2;
export const FIRST_WORD_LABEL = 3;

export interface Features {
  readonly hops: number;
  /** hops x EMBEDDING_SIZE. */
  readonly embeddings: Float32Array;
  /** Labels of one hop. */
  readonly width: number;
  /** hops x width. */
  readonly labels: Int8Array;
  readonly wakes: readonly WakeEvent[];
  /** Hop at which each stream begins; the last entry is `hops`. */
  readonly starts: readonly number[];
}

const SECOND = 16_000;
/** The answer is wanted from here to there after the end of the word. */
const ANSWER = { from: 0.1 * SECOND, to: 0.5 * SECOND };
/** Around the answer nothing is learned: more where it is not known so well where the word ends. */
const UNSAID = {
  well: { before: 0.12 * SECOND, after: 0.9 * SECOND },
  about: { before: 0.6 * SECOND, after: 1.3 * SECOND },
} as const;
/** The spotter looks at what was said this long ago. */
const SPOTTER_DELAY = 0.4 * SECOND;

/** Embeddings and labels of streams that `make` gives one by one; kept in the cache under `key`. */
export function featuresOf(
  key: string,
  engine: EmbeddingEngine,
  make: () => Iterable<Stream>,
  words: readonly string[] = WAKE_WORDS,
): Features {
  const file = join(cacheFolder("train", "features"), key);
  if (existsSync(`${file}.json`)) return readFeatures(file);
  const embeddings: Float32Array[] = [];
  const labels: Int8Array[] = [];
  const wakes: WakeEvent[] = [];
  const starts = [0];
  let hops = 0;
  for (const stream of make()) {
    embeddings.push(embed(stream, engine));
    labels.push(label(stream, words));
    for (const wake of stream.wakes) wakes.push({ ...wake, end: wake.end + hops * HOP_SAMPLES });
    hops += stream.samples.length / HOP_SAMPLES;
    starts.push(hops);
  }
  const width = FIRST_WORD_LABEL + words.length;
  const features = {
    hops,
    embeddings: joinFloats(embeddings),
    width,
    labels: joinBytes(labels),
    wakes,
    starts,
  };
  writeFileSync(`${file}.f32`, Buffer.from(features.embeddings.buffer));
  writeFileSync(`${file}.i8`, Buffer.from(features.labels.buffer));
  writeFileSync(`${file}.part`, JSON.stringify({ hops, width, wakes, starts }));
  renameSync(`${file}.part`, `${file}.json`);
  return features;
}

function readFeatures(file: string): Features {
  const { hops, width, wakes, starts }: Pick<Features, "hops" | "width" | "wakes" | "starts"> = JSON.parse(
    readFileSync(`${file}.json`, "utf8"),
  );
  const floats = new Uint8Array(readFileSync(`${file}.f32`));
  const bytes = new Uint8Array(readFileSync(`${file}.i8`));
  return {
    hops,
    width,
    wakes,
    starts,
    embeddings: new Float32Array(floats.buffer),
    labels: new Int8Array(bytes.buffer),
  };
}

function embed({ samples }: Stream, engine: EmbeddingEngine): Float32Array {
  const hops = samples.length / HOP_SAMPLES;
  const all = new Float32Array(hops * EMBEDDING_SIZE);
  const mel = new LogMel();
  const frames = new Float32Array(MEL_FRAMES_PER_HOP * MEL_BANDS);
  engine.reset();
  for (let hop = 0; hop < hops; hop++) {
    mel.process(samples.subarray(hop * HOP_SAMPLES, (hop + 1) * HOP_SAMPLES), frames);
    engine.embed(frames, all.subarray(hop * EMBEDDING_SIZE, (hop + 1) * EMBEDDING_SIZE));
  }
  return all;
}

function label(stream: Stream, words: readonly string[]): Int8Array {
  const hops = stream.samples.length / HOP_SAMPLES;
  const width = FIRST_WORD_LABEL + words.length;
  const labels = new Int8Array(hops * width);
  const steps = HOP_SAMPLES / MASK_STEP;
  for (let hop = 0; hop < hops; hop++) {
    const row = hop * width;
    const end = (hop + 1) * HOP_SAMPLES;
    for (const wake of stream.wakes) {
      const word = words.indexOf(wake.word);
      if (word < 0) continue;
      const column = row + FIRST_WORD_LABEL + word;
      const after = end - wake.end;
      if (after >= ANSWER.from && after <= ANSWER.to) labels[column] = 1;
      else if (after >= -UNSAID[wake.known].before && after <= UNSAID[wake.known].after) {
        if (labels[column] === 0) labels[column] = -1;
      }
    }
    labels[row + SPEECH_LABEL] = agree(stream.speech.subarray(hop * steps, (hop + 1) * steps));
    const then = Math.floor((end - SPOTTER_DELAY) / MASK_STEP);
    const around = (marks: Int8Array) => agree(marks.subarray(Math.max(0, then - 4), Math.max(1, then + 4)));
    labels[row + DIGITS_LABEL] = around(stream.digits);
    labels[row + SPELLED_LABEL] = around(stream.spelled);
    if (hop < WARM_UP_HOPS) labels.fill(-1, row, row + width);
  }
  return labels;
}

/** 1 where half of the steps are on, 0 where none is, -1 between. */
function agree(steps: Int8Array): number {
  let on = 0;
  for (const step of steps) {
    if (step < 0) return -1;
    on += step;
  }
  if (on === 0) return 0;
  return on * 2 >= steps.length ? 1 : -1;
}

function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function joinBytes(parts: readonly Int8Array[]): Int8Array {
  const all = new Int8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
