import { louderHalfRms, rms } from "../louder-half.js";

/** A microphone's loudest value, just below full scale. */
const LOUDEST = 0.999;

/**
 * Speech with noise under it. The SNR is the RMS of the louder half of the speech's frames of 20 ms over the RMS of all
 * of the noise that was laid, in dB. Where the sum would clip it is made quieter as a whole, which leaves the SNR as it
 * is. Silent speech or silent noise comes back unmixed.
 * @param speech mono, 16 kHz; not written to
 * @param noise as long as the speech, at any level
 */
export function mixNoise(speech: Float32Array, noise: Float32Array, snrDb: number): Float32Array {
  const noiseLevel = rms(noise);
  const wanted = louderHalfRms(speech) * 10 ** (-snrDb / 20);
  if (noiseLevel === 0 || wanted === 0) return speech.slice();
  const gain = wanted / noiseLevel;
  const mixed = speech.map((sample, i) => sample + gain * (noise[i] ?? 0));
  const peak = mixed.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak <= LOUDEST ? mixed : mixed.map((sample) => (sample * LOUDEST) / peak);
}
