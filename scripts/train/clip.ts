import { createHash } from "node:crypto";
import type { SampleSpan } from "../../src/domain/audio.js";
import type { WakeWord } from "../../src/hotloop/hop-scores.js";

/** One recording with what is known about it. */
export interface Clip {
  readonly id: string;
  /** Person, group of like voices, or voice of a synthesiser: never in two parts of the split. */
  readonly speaker: string;
  /** Which set it comes from, for the card. */
  readonly source: string;
  readonly kind: "wake" | "speech" | "noise";
  readonly samples: Float32Array;
  /** Wake words in it, with the sample at which each ends. */
  readonly wakes: readonly { readonly word: WakeWord; readonly start: number; readonly end: number }[];
  /** Personal data in it; "unknown" where nobody has marked it. */
  readonly personal: readonly SampleSpan[] | "unknown";
}

export const PARTS = ["train", "calibrate", "report"] as const;
export type Part = (typeof PARTS)[number];

/**
 * 6 of 10 speakers train, 2 choose thresholds, 2 are reported; the SHA-256 of the id decides, so that a speaker
 * stays where he is when data is added.
 */
export function partOf(speaker: string): Part {
  const bucket = (createHash("sha256").update(`sotto:${speaker}`).digest()[0] ?? 0) % 10;
  if (bucket < 6) return "train";
  return bucket < 8 ? "calibrate" : "report";
}
