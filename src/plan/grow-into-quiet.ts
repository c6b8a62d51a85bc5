import { type SampleSpan, toSamples } from "../domain/audio.js";

/** Sound is looked at, and a cut grows, in frames of this length. */
const FRAME = toSamples(0.01);
/** 6 dB: a side that is quieter by this is taken first. */
const QUIETER = 4;
/** -70 dBFS: below this one silence is as good as another. */
const SILENT_POWER = 1e-7;

function power(samples: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += (samples[i] ?? 0) ** 2;
  return Math.max(SILENT_POWER, sum / Math.max(1, end - start));
}

/**
 * `span` longer by `extra` samples, outward, never inward: 10 ms at a time on the quieter side, and by turns where both
 * sides are alike, so that a cut's rounding swallows pauses before words. At an end of the clip it goes on on the other side.
 */
export function growIntoQuiet(samples: Float32Array, span: SampleSpan, extra: number): SampleSpan {
  let { start, end } = span;
  const wanted = Math.min(samples.length, end - start + extra);
  while (end - start < wanted) {
    const step = Math.min(FRAME, wanted - (end - start));
    const before = start === 0 ? Number.POSITIVE_INFINITY : power(samples, Math.max(0, start - FRAME), start);
    const behind =
      end === samples.length
        ? Number.POSITIVE_INFINITY
        : power(samples, end, Math.min(samples.length, end + FRAME));
    const isEven = before < behind * QUIETER && behind < before * QUIETER;
    const isStart = isEven ? span.start - start < end - span.end : before < behind;
    if (isStart) start = Math.max(0, start - step);
    else end = Math.min(samples.length, end + step);
  }
  return { start, end };
}
