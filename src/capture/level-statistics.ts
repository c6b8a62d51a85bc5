/** A sorted copy. */
export function sortedLevels(levels: Float32Array): Float32Array {
  return levels.slice().sort();
}

/** The level that this share of frames stays below. */
export function percentile(sorted: Float32Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

export function toPower(db: number): number {
  return 10 ** (db / 10);
}

export function toDb(power: number): number {
  return 10 * Math.log10(power);
}
