import { SottoError } from "../domain/errors.js";

export interface Choice {
  readonly id: number;
  readonly probability: number;
  /** The probability of all marked tokens together. */
  readonly marked: number;
}

/** Terms within this of the highest logit are summed exactly. */
const NEAR = 4;
/** What lies this far below the highest adds 3e-9 to the sum if all 32,768 do. */
const NEGLIGIBLE = 30;
const STEPS_PER_UNIT = 32;
/**
 * Between the two, exp(-x) for the middle of each step: within 1.6 % of each term, and of no one side. The exponentials
 * of a whole vocabulary took as long as the graph that gives it; so they take a quarter.
 */
const FAR_TERMS = Float64Array.from({ length: NEGLIGIBLE * STEPS_PER_UNIT }, (_, step) =>
  Math.exp(-(step + 0.5) / STEPS_PER_UNIT),
);

/** A marked token below e^-16 is left out of their sum. */
const MARKED_DEPTH = 16;

/** Log of the sum of exponentials of `count` logits from `from`, within 1e-3. @throws SottoError MODEL_FAILED for what is no number. */
export function logSumExp(logits: Float32Array, from: number, count: number): number {
  const to = from + count;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const logit = logits[i] ?? Number.NaN;
    if (logit > highest) highest = logit;
  }
  let sum = 0;
  for (let i = from; i < to; i++) {
    const below = highest - (logits[i] ?? Number.NaN);
    if (below < NEAR) sum += Math.exp(-below);
    else if (below < NEGLIGIBLE) sum += FAR_TERMS[Math.trunc(below * STEPS_PER_UNIT)] ?? 0;
    else if (Number.isNaN(below)) return failed();
  }
  const result = highest + Math.log(sum);
  return Number.isFinite(result) ? result : failed();
}

function failed(): never {
  throw new SottoError("MODEL_FAILED", "the decoder gave something that is no number");
}

/**
 * The likeliest token of a step, with its softmax probability and that of all tokens that `marks` has a 1 for.
 * @param logits one for each id of the vocabulary
 * @throws SottoError MODEL_FAILED for what is no number
 */
export function likeliest(logits: Float32Array, marks: Uint8Array): Choice {
  let id = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] ?? Number.NaN;
    if (logit > highest) {
      highest = logit;
      id = i;
    }
  }
  const whole = logSumExp(logits, 0, logits.length);
  const negligible = whole - MARKED_DEPTH;
  let marked = 0;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] ?? 0;
    if (logit > negligible && marks[i] === 1) marked += Math.exp(logit - whole);
  }
  return { id, probability: Math.exp(highest - whole), marked: Math.min(1, marked) };
}

/** Natural log of the softmax probability of one token. @throws SottoError MODEL_FAILED */
export function logProbability(logits: Float32Array, from: number, count: number, id: number): number {
  return (logits[from + id] ?? Number.NaN) - logSumExp(logits, from, count);
}
