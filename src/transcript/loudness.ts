import type { SampleSpan } from "../domain/audio.js";

/** 20 ms: shorter than a sound of speech, longer than a period of the deepest voice. */
const WINDOW_SAMPLES = 320;
/** Below 16-bit quantisation; keeps digital silence from being a logarithm of zero. */
const FLOOR_POWER = 1e-10;
/** Speech ends softly: 40 dB below its loud windows it may still be breath, unless the room itself is louder. */
const SOFT_END = 1e-4;
const ABOVE_ROOM = 4;

/**
 * How far the loud windows stand above the quiet ones, in dB: the 90th percentile of the power of 20 ms
 * windows over the 10th. People pause and close their lips, so the quiet windows are the room.
 */
export function speechToNoiseDb(samples: Float32Array): number {
  const { quiet, loud } = levels(powersOf(samples));
  return 10 * Math.log10(loud / quiet);
}

/** The first sample that is more than the room, and the one after which nothing but the room is heard; in noise, all. */
export function extentOfSpeech(samples: Float32Array): SampleSpan {
  const powers = powersOf(samples);
  const { quiet, loud } = levels(powers);
  const threshold = Math.max(loud * SOFT_END, quiet * ABOVE_ROOM);
  // Where speech does not stand out of the room, the room may hide its edges.
  if (threshold > loud) return { start: 0, end: samples.length };
  const first = powers.findIndex((power) => power >= threshold);
  const last = powers.findLastIndex((power) => power >= threshold);
  return {
    start: Math.max(0, first) * WINDOW_SAMPLES,
    // What is left over after the last whole window counts as speech: better too late than too early.
    end: last < 0 || last === powers.length - 1 ? samples.length : (last + 1) * WINDOW_SAMPLES,
  };
}

function powersOf(samples: Float32Array): Float64Array {
  const powers = new Float64Array(Math.floor(samples.length / WINDOW_SAMPLES));
  for (let window = 0; window < powers.length; window++) {
    let sum = 0;
    const from = window * WINDOW_SAMPLES;
    for (let i = from; i < from + WINDOW_SAMPLES; i++) sum += (samples[i] ?? 0) ** 2;
    powers[window] = Math.max(FLOOR_POWER, sum / WINDOW_SAMPLES);
  }
  return powers;
}

function levels(powers: Float64Array): { readonly quiet: number; readonly loud: number } {
  const sorted = powers.toSorted();
  return {
    quiet: sorted[Math.floor(sorted.length * 0.1)] ?? FLOOR_POWER,
    loud: sorted[Math.floor(sorted.length * 0.9)] ?? FLOOR_POWER,
  };
}
