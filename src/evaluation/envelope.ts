/** How loud a sound is along its length: the highest absolute value in each of `columns` equal parts. */
export function envelope(samples: Float32Array, columns: number): Float32Array {
  return new Float32Array(columns).map((_, column) => {
    const start = Math.floor((column * samples.length) / columns);
    const end = Math.max(start + 1, Math.floor(((column + 1) * samples.length) / columns));
    return samples.subarray(start, end).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  });
}
