import type { SampleSpan } from "../../domain/audio.js";

const BARS = "▁▂▃▄▅▆▇█";
const CUT = "░";

/**
 * A sound as one line of `width` characters: bars for its level, and CUT where it was overwritten. Levels are
 * relative to the loudest column, in steps of 6 dB, so that speech and pauses can be told apart.
 */
export function drawWaveform(samples: Float32Array, cuts: readonly SampleSpan[], width: number): string {
  const columns = Array.from({ length: width }, (_, column) => {
    const start = Math.floor((column * samples.length) / width);
    const end = Math.max(start + 1, Math.floor(((column + 1) * samples.length) / width));
    let energy = 0;
    for (let i = start; i < end; i++) energy += (samples[i] ?? 0) ** 2;
    const isCut = cuts.some((cut) => cut.start < end && start < cut.end);
    return { rms: Math.sqrt(energy / (end - start)), isCut };
  });
  const loudest = Math.max(1e-6, ...columns.filter((c) => !c.isCut).map((c) => c.rms));
  return columns
    .map(({ rms, isCut }) => {
      if (isCut) return CUT;
      const decibels = 20 * Math.log10(Math.max(rms, 1e-9) / loudest);
      const bar = Math.round(BARS.length - 1 + decibels / 6);
      return BARS[Math.min(BARS.length - 1, Math.max(0, bar))] ?? "";
    })
    .join("");
}
