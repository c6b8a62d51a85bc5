import { OUTSIDE } from "./align-labels.js";
import type { Heard } from "./heard.js";

/**
 * By kind, what the recogniser printed of values of that kind, with its doubts; for what is not personal, single words
 * that it was unsure of.
 */
export type Renditions = ReadonlyMap<string, readonly Heard["words"][]>;

/** A harmless word below this was probably misheard. */
const UNSURE = 0.6;

/** Collects them from hearings and their labels: every run of words of one label. */
export function renditionsOf(
  all: readonly { readonly heard: Heard; readonly labels: readonly string[] }[],
): Renditions {
  const found = new Map<string, Heard["words"][]>();
  for (const { heard, labels } of all) {
    for (let i = 0; i < labels.length; ) {
      const label = labels[i] ?? OUTSIDE;
      let end = i + 1;
      while (labels[end] === label) end++;
      const run = heard.words.slice(i, end);
      const kept = label === OUTSIDE ? run.filter(([, sure]) => sure < UNSURE).map((word) => [word]) : [run];
      found.set(label, [...(found.get(label) ?? []), ...kept]);
      i = end;
    }
  }
  return found;
}
