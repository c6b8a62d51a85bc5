/** Everything after capture is mono at this rate; the models were trained on it. */
export const SAMPLE_RATE_HZ = 16_000;

/** One hop of the hot loop: 80 ms. The embedding's pooling (2 x 2 x 2 mel frames of 10 ms) fixes it. */
export const HOP_SAMPLES = 1_280;

/** A stretch of samples, end exclusive, counted from the first sample of the utterance. */
export interface SampleSpan {
  readonly start: number;
  readonly end: number;
}

/** Samples to seconds, for people and reports; never for arithmetic on positions. */
export function toSeconds(samples: number): number {
  return samples / SAMPLE_RATE_HZ;
}

/** Seconds to the nearest whole sample. */
export function toSamples(seconds: number): number {
  return Math.round(seconds * SAMPLE_RATE_HZ);
}

/** A sample in [-1, 1] as a signed 16-bit integer; what lies outside is bounded. */
export function toPcm16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}
