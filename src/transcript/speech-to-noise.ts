/** 20 ms: shorter than a sound of speech, longer than a period of the deepest voice. */
const WINDOW_SAMPLES = 320;
/** Below 16-bit quantisation; keeps digital silence from being a logarithm of zero. */
const FLOOR_POWER = 1e-10;

/**
 * How far the loud windows stand above the quiet ones, in dB: the 90th percentile of the power of 20 ms
 * windows over the 10th. People pause and close their lips, so the quiet windows are the room.
 */
export function speechToNoiseDb(samples: Float32Array): number {
  const powers: number[] = [];
  for (let at = 0; at + WINDOW_SAMPLES <= samples.length; at += WINDOW_SAMPLES) {
    let sum = 0;
    for (let i = at; i < at + WINDOW_SAMPLES; i++) sum += (samples[i] ?? 0) ** 2;
    powers.push(Math.max(FLOOR_POWER, sum / WINDOW_SAMPLES));
  }
  powers.sort((a, b) => a - b);
  const quiet = powers[Math.floor(powers.length * 0.1)];
  const loud = powers[Math.floor(powers.length * 0.9)];
  return quiet === undefined || loud === undefined ? 0 : 10 * Math.log10(loud / quiet);
}
