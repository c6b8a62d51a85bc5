import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import { DIGITS_LABEL, FIRST_WORD_LABEL, SPEECH_LABEL, SPELLED_LABEL } from "./features.js";
import type { Recipe } from "./network.js";

const WORD_LABELS = WAKE_WORDS.map((_, index) => FIRST_WORD_LABEL + index);

/** What is trained on the features, in this order. */
export const HEADS = ["speech", "wake", "strict", "spotter"] as const;
export type HeadName = (typeof HEADS)[number];

export function recipes(seed: number): Record<HeadName, Recipe> {
  return {
    speech: {
      name: "speech",
      shape: { frames: 4, projection: 32, hidden: 32, outputs: 1 },
      labels: [SPEECH_LABEL],
      epochs: 2,
      negatives: 0.8,
      positiveWeight: 1,
      seed,
    },
    wake: {
      name: "wake",
      shape: { frames: 10, projection: 64, hidden: 64, outputs: WAKE_WORDS.length },
      labels: WORD_LABELS,
      epochs: 8,
      negatives: 20,
      positiveWeight: 2,
      seed: seed + 1,
    },
    // Runs at a first look alone, so it may be slow: it hears more of what was before, through more units.
    strict: {
      name: "strict",
      shape: { frames: 16, projection: 96, hidden: 88, outputs: WAKE_WORDS.length },
      labels: WORD_LABELS,
      epochs: 8,
      negatives: 20,
      positiveWeight: 1,
      seed: seed + 3,
    },
    spotter: {
      name: "spotter",
      shape: { frames: 16, projection: 48, hidden: 48, outputs: 2 },
      labels: [DIGITS_LABEL, SPELLED_LABEL],
      epochs: 6,
      negatives: 5,
      positiveWeight: 1,
      seed: seed + 2,
    },
  };
}
