import { HOP_SAMPLES } from "../domain/audio.js";
import type { Head } from "./dense-head.js";
import { EMBEDDING_SIZE, MEL_BANDS, MEL_FRAMES_PER_HOP } from "./embedding-engine.js";
import { WINDOW_FRAMES } from "./embedding-graph.js";
import type { HopEngine } from "./hop-engine.js";
import type { HotLoop } from "./hop-scores.js";
import type { MelFrontEnd } from "./mel.js";

/** Milliseconds of one hop of 80 ms, or of a part of it; `hops` counts what was measured. */
export interface HopTimes {
  readonly hops: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export const HOP_PARTS = ["mel", "embedding", "heads"] as const;
export type HopPart = (typeof HOP_PARTS)[number];
export type PartTimes = Readonly<Record<HopPart, HopTimes>>;

export interface Measurement {
  /** Mono 16 kHz; it is played from its start again where it is shorter than the hops asked for. */
  readonly sound: Float32Array;
  readonly hops: number;
  /** Hops before that are not measured: compilers and caches settle. */
  readonly warmUpHops: number;
  /** Milliseconds, from a monotonic clock of high resolution. */
  readonly nowMs: () => number;
}

/** openWakeWord's way: the whole window anew at every hop, then a graph of its own for each word. */
export interface WindowPeer {
  /** WINDOW_FRAMES x MEL_BANDS values, oldest first, to EMBEDDING_SIZE values. */
  embed(mel: Float32Array): Promise<Float32Array>;
  /** `windowEmbeddings` x EMBEDDING_SIZE values, oldest first. */
  score(embeddings: Float32Array): Promise<void>;
  readonly windowEmbeddings: number;
}

/** The whole hot loop as it listens. */
export function measureHotLoop(loop: HotLoop, measurement: Measurement): HopTimes {
  const { hops, warmUpHops, nowMs } = measurement;
  const times = new Float64Array(hops);
  loop.reset();
  for (let hop = -warmUpHops; hop < hops; hop++) {
    const samples = soundOf(measurement, hop);
    const from = nowMs();
    loop.hop(samples);
    if (hop >= 0) times[hop] = nowMs() - from;
  }
  return percentiles(times);
}

/** The same hops with a clock between the parts. */
export function measureParts(engine: HopEngine, heads: readonly Head[], measurement: Measurement): PartTimes {
  const { hops, warmUpHops, nowMs } = measurement;
  const times = partTimes(hops);
  const mel = engine.logMel();
  const frames = new Float32Array(MEL_FRAMES_PER_HOP * MEL_BANDS);
  const embedding = new Float32Array(EMBEDDING_SIZE);
  engine.reset();
  for (let hop = -warmUpHops; hop < hops; hop++) {
    const samples = soundOf(measurement, hop);
    const start = nowMs();
    mel.process(samples, frames);
    const heard = nowMs();
    engine.embed(frames, embedding);
    const embedded = nowMs();
    for (const head of heads) head.push(embedding);
    if (hop >= 0) note(times, hop, [start, heard, embedded, nowMs()]);
  }
  return summary(times);
}

/** The peer, parts and whole. @param mel any front end of ours: each costs less than openWakeWord's ONNX graph */
export async function measurePeer(
  peer: WindowPeer,
  mel: MelFrontEnd,
  measurement: Measurement,
): Promise<{ readonly whole: HopTimes; readonly parts: PartTimes }> {
  const { hops, warmUpHops, nowMs } = measurement;
  const times = partTimes(hops);
  const fresh = MEL_FRAMES_PER_HOP * MEL_BANDS;
  const frames = new Float32Array(WINDOW_FRAMES * MEL_BANDS);
  const newest = frames.subarray(frames.length - fresh);
  const embeddings = new Float32Array(peer.windowEmbeddings * EMBEDDING_SIZE);
  const whole = new Float64Array(hops);
  for (let hop = -warmUpHops; hop < hops; hop++) {
    const samples = soundOf(measurement, hop);
    const start = nowMs();
    frames.copyWithin(0, fresh);
    mel.process(samples, newest);
    const heard = nowMs();
    const embedding = await peer.embed(frames);
    const embedded = nowMs();
    embeddings.copyWithin(0, EMBEDDING_SIZE);
    embeddings.set(embedding, embeddings.length - EMBEDDING_SIZE);
    await peer.score(embeddings);
    const end = nowMs();
    if (hop < 0) continue;
    note(times, hop, [start, heard, embedded, end]);
    whole[hop] = end - start;
  }
  return { whole: percentiles(whole), parts: summary(times) };
}

function partTimes(hops: number): Readonly<Record<HopPart, Float64Array>> {
  return {
    mel: new Float64Array(hops),
    embedding: new Float64Array(hops),
    heads: new Float64Array(hops),
  };
}

type Moments = readonly [start: number, heard: number, embedded: number, end: number];

function note(
  times: Readonly<Record<HopPart, Float64Array>>,
  hop: number,
  [start, heard, embedded, end]: Moments,
): void {
  times.mel[hop] = heard - start;
  times.embedding[hop] = embedded - heard;
  times.heads[hop] = end - embedded;
}

function summary(times: Readonly<Record<HopPart, Float64Array>>): PartTimes {
  return {
    mel: percentiles(times.mel),
    embedding: percentiles(times.embedding),
    heads: percentiles(times.heads),
  };
}

function soundOf({ sound, warmUpHops }: Measurement, hop: number): Float32Array {
  const available = Math.max(1, Math.floor(sound.length / HOP_SAMPLES));
  const at = ((hop + warmUpHops) % available) * HOP_SAMPLES;
  return sound.subarray(at, at + HOP_SAMPLES);
}

function percentiles(times: Float64Array): HopTimes {
  const sorted = times.toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { hops: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
