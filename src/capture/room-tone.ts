const LEVEL = 10 ** (-70 / 20);

/**
 * Uniform noise at -70 dBFS, the same at every call: what a quiet room sounds like before and after a recording,
 * so that the hot loop is warm when the sound begins and a late decision still falls.
 */
export function roomTone(samples: number): Float32Array {
  const tone = new Float32Array(samples);
  let state = 0x9e3779b9;
  for (let i = 0; i < samples; i++) {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    tone[i] = (state / 2 ** 31) * LEVEL * Math.sqrt(3);
  }
  return tone;
}
