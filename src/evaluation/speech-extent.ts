import { SAMPLE_RATE_HZ } from "../domain/audio.js";

const FRAME_SAMPLES = SAMPLE_RATE_HZ / 100;
/** A frame this far below the loudest counts as no speech. */
const FLOOR_DECIBELS = 32;

/** First and last moment of speech in a clean recording, in seconds, by energy in frames of 10 ms; undefined for silence. */
export function speechExtent(
  samples: Float32Array,
): { readonly start: number; readonly end: number } | undefined {
  const frames = Math.floor(samples.length / FRAME_SAMPLES);
  const energy = Array.from({ length: frames }, (_, frame) => {
    let sum = 0;
    for (let i = frame * FRAME_SAMPLES; i < (frame + 1) * FRAME_SAMPLES; i++) sum += (samples[i] ?? 0) ** 2;
    return sum;
  });
  const loudest = Math.max(0, ...energy);
  if (loudest <= 0) return undefined;
  const floor = loudest * 10 ** (-FLOOR_DECIBELS / 10);
  const first = energy.findIndex((e) => e >= floor);
  const last = energy.findLastIndex((e) => e >= floor);
  return {
    start: (first * FRAME_SAMPLES) / SAMPLE_RATE_HZ,
    end: ((last + 1) * FRAME_SAMPLES) / SAMPLE_RATE_HZ,
  };
}
