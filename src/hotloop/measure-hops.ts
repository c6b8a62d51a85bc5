import { HOP_SAMPLES } from "../domain/audio.js";
import { EMBEDDING_SIZE, type EmbeddingEngine, MEL_BANDS, MEL_FRAMES_PER_HOP } from "./embedding-engine.js";
import { WINDOW_FRAMES } from "./embedding-graph.js";
import type { HotLoop } from "./hop-scores.js";
import { LogMel } from "./mel.js";

/** Milliseconds of one hop of 80 ms; `hops` counts what was measured. */
export interface HopTimes {
  readonly hops: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** A peer that computes the whole window anew, one hop at a time. */
export interface WindowEmbedding {
  embed(mel: Float32Array): Promise<Float32Array>;
}

export interface Measurement {
  /** Mono 16 kHz; it is played from its start again where it is shorter than the hops asked for. */
  readonly sound: Float32Array;
  readonly hops: number;
  /** Hops before that are not measured: compilers and caches settle. */
  readonly warmUpHops: number;
  /** Milliseconds, from a monotonic clock of high resolution. */
  readonly nowMs: () => number;
}

/** The whole hot loop: log-mel, embedding and heads. */
export function measureHotLoop(loop: HotLoop, measurement: Measurement): HopTimes {
  loop.reset();
  return measure(measurement, (samples) => loop.hop(samples));
}

/** Log-mel and embedding alone, so that engines compare. */
export function measureEngine(engine: EmbeddingEngine, measurement: Measurement): HopTimes {
  const mel = new LogMel();
  const frames = new Float32Array(MEL_FRAMES_PER_HOP * MEL_BANDS);
  const embedding = new Float32Array(EMBEDDING_SIZE);
  engine.reset();
  return measure(measurement, (samples) => {
    mel.process(samples, frames);
    engine.embed(frames, embedding);
  });
}

/** Log-mel alone. */
export function measureMel(measurement: Measurement): HopTimes {
  const mel = new LogMel();
  const frames = new Float32Array(MEL_FRAMES_PER_HOP * MEL_BANDS);
  return measure(measurement, (samples) => mel.process(samples, frames));
}

/** Log-mel of the hop, then the embedding of the last 76 frames from nothing: openWakeWord's way. */
export async function measureFullWindow(peer: WindowEmbedding, measurement: Measurement): Promise<HopTimes> {
  const mel = new LogMel();
  const fresh = MEL_FRAMES_PER_HOP * MEL_BANDS;
  const window = new Float32Array(WINDOW_FRAMES * MEL_BANDS);
  const times = new Float64Array(measurement.hops);
  for (let hop = -measurement.warmUpHops; hop < measurement.hops; hop++) {
    const samples = soundOf(measurement, hop);
    const from = measurement.nowMs();
    window.copyWithin(0, fresh);
    mel.process(samples, window.subarray(window.length - fresh));
    await peer.embed(window);
    if (hop >= 0) times[hop] = measurement.nowMs() - from;
  }
  return percentiles(times);
}

function measure(measurement: Measurement, run: (samples: Float32Array) => void): HopTimes {
  const times = new Float64Array(measurement.hops);
  for (let hop = -measurement.warmUpHops; hop < measurement.hops; hop++) {
    const samples = soundOf(measurement, hop);
    const from = measurement.nowMs();
    run(samples);
    if (hop >= 0) times[hop] = measurement.nowMs() - from;
  }
  return percentiles(times);
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
