import type { SampleSpan } from "../domain/audio.js";
import type { FindingSource, PersonalType } from "../domain/personal-type.js";

/** One stretch to overwrite, padding included, and what convicted it. */
export interface Cut {
  readonly span: SampleSpan;
  readonly types: readonly PersonalType[];
  readonly sources: readonly FindingSource[];
}

/** Cuts of one clip: in order, apart from each other, inside the clip. */
export interface CutList {
  readonly lengthSamples: number;
  readonly cuts: readonly Cut[];
}

/** The values of both, each once, in the order of first sight. */
export function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])];
}
