/** One token's log-probability over what was left audible: points in the order of their frame. */
export interface Curve {
  readonly frames: readonly number[];
  readonly logs: readonly number[];
}

/** Where a token's sound begins or ends, and by how much its log-probability jumps there (natural logarithm). */
export interface Edge {
  /** On the safe side of the jump. */
  readonly frame: number;
  /** On the other side of it: the true edge was seen to lie between these two. */
  readonly inner: number;
  readonly jump: number;
}

/** A token that moves less says nothing about time: the language model predicts it without the sound. */
const LEAST_JUMP = 1.5;
/** Half the probability: the least fall that counts as not being heard. */
const LEAST_FALL = Math.LN2;
/** Jumps above this are all equally clear; half of it is where the edge is read. */
const CLEAR_JUMP = 6;

/**
 * The beginning of a token's sound, from rows that hide more and more of the beginning: the last point
 * before its probability first falls. Undefined where it does not move.
 */
export function startEdge(curve: Curve, full: number): Edge | undefined {
  const threshold = thresholdOf(curve, full);
  if (threshold === undefined) return undefined;
  const fallen = curve.logs.findIndex((log) => log < threshold.log);
  return {
    frame: curve.frames[fallen - 1] ?? 0,
    inner: curve.frames[fallen] ?? 0,
    jump: threshold.jump,
  };
}

/**
 * The end of a token's sound, from rows that let more and more of the beginning be heard: the first point
 * from which on its probability stays up. Undefined where it does not move.
 */
export function endEdge(curve: Curve, full: number): Edge | undefined {
  const threshold = thresholdOf(curve, full);
  if (threshold === undefined) return undefined;
  const low = curve.logs.findLastIndex((log) => log < threshold.log);
  const last = curve.frames.at(-1) ?? 0;
  return {
    frame: curve.frames[low + 1] ?? last,
    inner: curve.frames[low] ?? last,
    jump: threshold.jump,
  };
}

function thresholdOf(
  curve: Curve,
  full: number,
): { readonly log: number; readonly jump: number } | undefined {
  const jump = full - Math.min(...curve.logs);
  if (!(jump >= LEAST_JUMP)) return undefined;
  return { log: full - Math.max(LEAST_FALL, Math.min(jump, CLEAR_JUMP) / 2), jump };
}
