import { createHash } from "node:crypto";
import type { Clip } from "./clip.js";

/** Speakers are dealt to so many folds: each is heard by heads that were trained on the other folds alone. */
export const FOLDS = 4;

/** What only trains: synthesisers that sound like nobody who will ever speak to the device. */
const TRAIN_ONLY: ReadonlySet<string> = new Set(["flite", "espeak-ng"]);

/**
 * The folds of a clip's speaker: one, two for a blend of two voices, none for what only trains. A fold never trains on a
 * clip that is partly its own, and reports only those that are wholly its own.
 */
export type FoldsOf = (clip: Pick<Clip, "speaker" | "source">) => readonly number[];

/** Deals the speakers of each set in an order that their ids' SHA-256 gives, so that the folds are of like size. */
export function dealFolds(clips: readonly Pick<Clip, "speaker" | "source">[]): FoldsOf {
  const dealt = new Map<string, number>();
  const speakersOf = new Map<string, Set<string>>();
  for (const { source, speaker } of clips) {
    if (TRAIN_ONLY.has(source)) continue;
    const speakers = speakersOf.get(source) ?? new Set();
    for (const part of speaker.split("+")) speakers.add(part);
    speakersOf.set(source, speakers);
  }
  for (const [source, speakers] of [...speakersOf].sort()) {
    let next = digest(source) % FOLDS;
    for (const speaker of [...speakers].sort((a, b) => digest(a) - digest(b))) {
      if (dealt.has(speaker)) continue;
      dealt.set(speaker, next);
      next = (next + 1) % FOLDS;
    }
  }
  return ({ source, speaker }) => {
    if (TRAIN_ONLY.has(source)) return [];
    return [...new Set(speaker.split("+").map((part) => dealt.get(part) ?? 0))].sort();
  };
}

function digest(text: string): number {
  return createHash("sha256").update(`sotto:${text}`).digest().readUInt32BE(0);
}
