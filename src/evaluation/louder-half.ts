/** 20 ms: shorter than a sound of speech. */
const FRAME_SAMPLES = 320;

/**
 * RMS of the louder half of a sound's frames of 20 ms: the level of the speech, not of its pauses. What is left over
 * after the last whole frame does not count; a sound shorter than a frame is one frame.
 */
export function louderHalfRms(samples: Float32Array): number {
  const energies: number[] = [];
  const last = Math.max(0, samples.length - FRAME_SAMPLES);
  for (let at = 0; at <= last; at += FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + FRAME_SAMPLES);
    energies.push(frame.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, frame.length));
  }
  energies.sort((a, b) => b - a);
  const louder = energies.slice(0, Math.max(1, energies.length >> 1));
  return Math.sqrt(louder.reduce((a, b) => a + b, 0) / louder.length);
}

/** RMS of all samples; 0 for none. */
export function rms(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
