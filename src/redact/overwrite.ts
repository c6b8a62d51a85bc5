import { SAMPLE_RATE_HZ, type SampleSpan, toSamples } from "../domain/audio.js";

/** What a cut sounds like: the same whatever lay there. */
export type CutFill = "tone" | "silence";

const TONE_HZ = 440;
/** -40 dBFS: heard as a cut by a person, quiet beside speech. */
const TONE_LEVEL = 0.01;
const RAMP = toSamples(0.005);

/** Puts constant sound in place of `span`. Nothing of what was there goes into the new samples. */
export function overwrite(samples: Float32Array, span: SampleSpan, fill: CutFill): void {
  if (fill === "silence") {
    samples.fill(0, span.start, span.end);
    return;
  }
  const length = span.end - span.start;
  for (let i = 0; i < length; i++) {
    const ramp = Math.min(1, (i + 1) / RAMP, (length - i) / RAMP);
    samples[span.start + i] = TONE_LEVEL * ramp * Math.sin((2 * Math.PI * TONE_HZ * i) / SAMPLE_RATE_HZ);
  }
}
