/** One token's log-probability over how much of the beginning was heard: points in the order of their frame. */
export interface Curve {
  readonly frames: readonly number[];
  readonly logs: readonly number[];
}

/** Where a token came to be recognised. */
export interface Recognised {
  /** Between two points, in frames. */
  readonly frame: number;
  /** The points it lies between. */
  readonly after: number;
  readonly by: number;
  /** By how much its log-probability rises in all (natural logarithm). */
  readonly jump: number;
}

/** A token that moves less says nothing about time: the language model predicts it without the sound. */
const LEAST_JUMP = 1.5;
/** Half the probability: the least rise that counts. */
const LEAST_RISE = Math.LN2;
/** Jumps above this are all equally clear; half of it is where the rise is read. */
const CLEAR_JUMP = 6;

/**
 * When a token was recognised, as more and more of the beginning is let be heard: from where on its probability
 * stays up. Undefined where it does not move. `full` is its log-probability with everything heard.
 */
export function recognised(curve: Curve, full: number): Recognised | undefined {
  const jump = full - Math.min(...curve.logs);
  if (!(jump >= LEAST_JUMP)) return undefined;
  const threshold = full - Math.max(LEAST_RISE, Math.min(jump, CLEAR_JUMP) / 2);
  const low = curve.logs.findLastIndex((log) => log < threshold);
  const after = curve.frames[low] ?? 0;
  const by = curve.frames[low + 1] ?? after;
  const from = curve.logs[low] ?? threshold;
  const to = curve.logs[low + 1] ?? threshold;
  const share = to > from ? (threshold - from) / (to - from) : 1;
  return { frame: after + share * (by - after), after, by, jump };
}
