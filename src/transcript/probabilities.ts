import { SottoError } from "../domain/errors.js";

export interface Choice {
  readonly id: number;
  readonly probability: number;
  /** The probability of all marked tokens together. */
  readonly marked: number;
}

/** Log of the sum of exponentials of `count` logits from `from`. @throws SottoError MODEL_FAILED for what is no number. */
export function logSumExp(logits: Float32Array, from: number, count: number): number {
  const to = from + count;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const logit = logits[i] ?? Number.NaN;
    if (logit > highest) highest = logit;
  }
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp((logits[i] ?? Number.NaN) - highest);
  const result = highest + Math.log(sum);
  if (!Number.isFinite(result))
    throw new SottoError("MODEL_FAILED", "the decoder gave something that is no number");
  return result;
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
  let marked = 0;
  for (let i = 0; i < logits.length; i++) if (marks[i] === 1) marked += Math.exp((logits[i] ?? 0) - whole);
  return { id, probability: Math.exp(highest - whole), marked: Math.min(1, marked) };
}

/** Natural log of the softmax probability of one token. @throws SottoError MODEL_FAILED */
export function logProbability(logits: Float32Array, from: number, count: number, id: number): number {
  return (logits[from + id] ?? Number.NaN) - logSumExp(logits, from, count);
}
