import type { SampleSpan } from "../../src/domain/audio.js";

/** What the spotter hears: numbers and dates read out, letters read out; "other" (a name in a sentence) it is not taught. */
export type PersonalKind = "digits" | "spelled" | "other";

export interface PersonalSpan extends SampleSpan {
  readonly kind: PersonalKind;
}

export interface SpokenWake extends SampleSpan {
  readonly word: string;
  /** "about": the recording is too noisy for its level to say where the word ends. */
  readonly known: "well" | "about";
}

/** One recording with what is known about it. */
export interface Clip {
  readonly id: string;
  /** Person, group of like voices, or voice of a synthesiser (a blend: "a+b"): never on both sides of a fold. */
  readonly speaker: string;
  /** Which set it comes from, for the card. */
  readonly source: string;
  readonly label: string;
  readonly kind: "wake" | "speech" | "noise";
  readonly samples: Float32Array;
  /** Wake words in it, with the sample at which each ends. */
  readonly wakes: readonly SpokenWake[];
  /** Personal data in it; "unknown" where nobody has marked it. */
  readonly personal: readonly PersonalSpan[] | "unknown";
  /** A command that must stay whole, for the spotter's figures. */
  readonly harmless: boolean;
}
