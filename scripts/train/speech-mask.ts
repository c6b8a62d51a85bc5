import type { SampleSpan } from "../../src/domain/audio.js";

/** 10 ms. */
export const MASK_STEP = 160;
const CLOSE_GAPS_STEPS = 18;
const SHORTEST_STEPS = 5;

/** Where a clip has speech, in steps of 10 ms: energy against the clip's own floor and peak, gaps under 0.18 s closed. */
export function speechMask(samples: Float32Array): Uint8Array {
  const levels = stepLevels(samples);
  const sorted = [...levels].sort((a, b) => a - b);
  const floor = sorted[Math.floor(sorted.length * 0.1)] ?? -120;
  const peak = sorted[Math.floor(sorted.length * 0.97)] ?? -120;
  const threshold = Math.max(peak - 34, floor + 0.3 * (peak - floor));
  const mask = new Uint8Array(levels.length);
  if (peak < -75) return mask;
  levels.forEach((level, i) => {
    mask[i] = level > threshold ? 1 : 0;
  });
  closeGaps(mask);
  return mask;
}

/** The stretch of speech with the most energy: an isolated word, without coughs and clicks around it. */
export function loudestSpan(samples: Float32Array): SampleSpan | undefined {
  const mask = speechMask(samples);
  let best: SampleSpan | undefined;
  let most = 0;
  for (const span of spansOf(mask)) {
    let energy = 0;
    for (let i = span.start; i < Math.min(span.end, samples.length); i++) energy += (samples[i] ?? 0) ** 2;
    if (energy <= most) continue;
    most = energy;
    best = span;
  }
  return best;
}

export function spansOf(mask: Uint8Array): SampleSpan[] {
  const spans: SampleSpan[] = [];
  let start = -1;
  for (let i = 0; i <= mask.length; i++) {
    const on = mask[i] === 1;
    if (on && start < 0) start = i;
    if (!on && start >= 0) {
      spans.push({ start: start * MASK_STEP, end: i * MASK_STEP });
      start = -1;
    }
  }
  return spans;
}

function stepLevels(samples: Float32Array): Float64Array {
  const levels = new Float64Array(Math.floor(samples.length / MASK_STEP));
  for (let step = 0; step < levels.length; step++) {
    let energy = 0;
    let before = samples[step * MASK_STEP] ?? 0;
    for (let i = step * MASK_STEP; i < (step + 1) * MASK_STEP; i++) {
      const now = samples[i] ?? 0;
      // A slope of 6 dB an octave keeps hum and rumble out of the decision.
      energy += (now - 0.9 * before) ** 2;
      before = now;
    }
    levels[step] = 10 * Math.log10(energy / MASK_STEP + 1e-12);
  }
  return levels;
}

function closeGaps(mask: Uint8Array): void {
  for (const { start, end } of spansOf(mask)) {
    const first = start / MASK_STEP;
    const last = end / MASK_STEP;
    if (last - first < SHORTEST_STEPS) mask.fill(0, first, last);
  }
  let quietSince = mask.length;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 1) continue;
    if (i - quietSince <= CLOSE_GAPS_STEPS && i > quietSince) mask.fill(1, quietSince, i);
    quietSince = i + 1;
  }
}
