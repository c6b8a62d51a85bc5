import { SAMPLE_RATE_HZ } from "../domain/audio.js";

/**
 * How likely the sound is the phrase, compared with what a recogniser would freely write, in (0, 1].
 * The recogniser of the transcript stage is one.
 */
export type Plausibility = (samples: Float32Array, phrase: string) => Promise<number>;

export interface SecondLook {
  readonly verdict: "accepted" | "rejected";
  /** How sure all witnesses together are, in [0, 1]; without a strict head the plausibility alone. */
  readonly score: number;
}

/** How the witnesses are weighed against each other: logistic regression over their log odds. */
export interface SecondLookRule {
  readonly weights: { readonly first: number; readonly strict: number; readonly recogniser: number };
  readonly bias: number;
  /** A word is believed from this sum's probability up. */
  readonly acceptedFrom: number;
}

/** What is known of a first look before the recogniser is asked. */
export interface Suspicion {
  readonly word: string;
  /** Of the first look. */
  readonly score: number;
  /** The strict head's highest score in the second look's window; undefined for a word that has none. */
  readonly strict: number | undefined;
}

/** What the second look wants to hear: so much up to the first look ... */
export const LOOK_BACK_SAMPLES = 1.3 * SAMPLE_RATE_HZ;
/** ... and so much behind it, because a first look may fall before the word is over. */
export const LOOK_AHEAD_SAMPLES = 0.2 * SAMPLE_RATE_HZ;

/**
 * Of a word without a strict head, from this plausibility up it is believed. Near misses of the recogniser ("javis",
 * "travis") lie above it, other speech below it.
 */
const PLAUSIBLE_FROM = 0.02;
/** Probabilities are kept this far from 0 and 1 before their odds are taken. */
const FLOOR = 1e-6;

/** The stricter look at a wake word, over its whole window, before a clip may exist. */
export async function lookAgain(
  plausibility: Plausibility,
  samples: Float32Array,
  suspicion: Suspicion,
  rule: SecondLookRule,
): Promise<SecondLook> {
  const { word, score: first, strict } = suspicion;
  const heard = await plausibility(samples, word);
  const score = strict === undefined ? heard : together(rule, witnesses(first, strict, heard));
  const enough = strict === undefined ? PLAUSIBLE_FROM : rule.acceptedFrom;
  // Anything but a number at or above the threshold is no wake: a detector that fails does not let sound out.
  return { verdict: score >= enough ? "accepted" : "rejected", score };
}

/** Inputs of the rule: log odds of both heads, and the logarithm of the plausibility. */
export interface Witnesses {
  readonly first: number;
  readonly strict: number;
  readonly recogniser: number;
}

export function witnesses(first: number, strict: number, plausibility: number): Witnesses {
  return {
    first: logOdds(first),
    strict: logOdds(strict),
    recogniser: Math.log(Math.max(FLOOR, plausibility)),
  };
}

/** In [0, 1]; NaN where a witness said nothing sensible. */
export function together({ weights, bias }: Omit<SecondLookRule, "acceptedFrom">, seen: Witnesses): number {
  const sum =
    weights.first * seen.first + weights.strict * seen.strict + weights.recogniser * seen.recogniser + bias;
  return 1 / (1 + Math.exp(-sum));
}

function logOdds(probability: number): number {
  const bounded = Math.min(1 - FLOOR, Math.max(FLOOR, probability));
  return Math.log(bounded / (1 - bounded));
}

/** The part of `samples` that the second look wants, given where in it the first look fell. */
export function lookWindow(samples: Float32Array, firstLookSample: number): Float32Array {
  const start = Math.max(0, Math.min(samples.length, firstLookSample - LOOK_BACK_SAMPLES));
  const end = Math.min(samples.length, Math.max(start, firstLookSample + LOOK_AHEAD_SAMPLES));
  return samples.subarray(start, end);
}
