import { SAMPLE_RATE_HZ } from "../domain/audio.js";
import { type Choice, likeliest } from "./probabilities.js";
import { END_TOKEN, START_TOKEN } from "./tokenizer.js";

/** The makers' own limit against endless repetition, and a few for very short sound. */
const TOKENS_PER_SECOND = 6.5;
const SPARE_TOKENS = 4;

/** Gives the logits of what follows, one for each id of the vocabulary, having been fed one more token. */
export type Step = (token: number) => Promise<Float32Array>;

/** How many tokens so much sound may hold. */
export function tokenLimit(samples: number): number {
  return Math.ceil((samples / SAMPLE_RATE_HZ) * TOKENS_PER_SECOND) + SPARE_TOKENS;
}

/**
 * Greedy decoding: always the likeliest token, until the end mark or `limit`. The end mark is not among the result.
 * @param marks a 1 for each token whose share in every choice is to be summed
 */
export async function decodeGreedily(
  step: Step,
  limit: number,
  marks: Uint8Array,
): Promise<readonly Choice[]> {
  const chosen: Choice[] = [];
  let previous = START_TOKEN;
  while (chosen.length < limit) {
    const logits = await step(previous);
    const choice = likeliest(logits, marks);
    if (choice.id === END_TOKEN) break;
    chosen.push(choice);
    previous = choice.id;
  }
  return chosen;
}
