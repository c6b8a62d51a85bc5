import { WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import type { RowSet } from "./feature-sets.js";
import { type Look, rowsWith } from "./looks.js";
import { isMade } from "./spotter-figures.js";

export interface WordCount {
  readonly word: WakeWord;
  readonly said: number;
  readonly missed: number;
  readonly missedClips: readonly string[];
  /** Looks on rows in which the word was not said. */
  readonly falseAccepts: number;
  readonly hours: number;
}

/** Which voices are counted. */
export type Voices = "people" | "made";

/** Counts looks that were accepted: rows with the word and none of them are missed. */
export function countWakes(sets: readonly RowSet[], looks: readonly Look[], voices: Voices): WordCount[] {
  const counts = (set: RowSet, row: number) => {
    const clip = set.clips[row];
    return clip !== undefined && isMade(clip) === (voices === "made");
  };
  return WAKE_WORDS.map((word) => {
    const mine = looks.filter((look) => look.word === word && counts(look.set, look.row));
    const found = new Set(mine.filter(({ endError }) => endError !== undefined).map(keyOf));
    const said = sets.flatMap((set) =>
      rowsWith(set, word)
        .filter((row) => counts(set, row))
        .map((row) => ({ set, row })),
    );
    const missed = said.filter((place) => !found.has(keyOf(place)));
    return {
      word,
      said: said.length,
      missed: missed.length,
      missedClips: missed.map(({ set, row }) => set.clips[row]?.id ?? ""),
      falseAccepts: mine.filter((look) => look.endError === undefined && !isSaid(look)).length,
      hours: sets.reduce((sum, set) => sum + hoursWithout(set, word, counts), 0),
    };
  });
}

/** Whether the word was said in the recording that was looked at, wherever in it. */
export function isSaid({ set, row, word }: Look): boolean {
  return set.clips[row]?.wakes.some((wake) => wake.word === word) === true;
}

function keyOf({ set, row }: { readonly set: RowSet; readonly row: number }): string {
  return `${set.condition} ${set.fold} ${row}`;
}

/** Of the recordings alone, without the quiet around them. */
function hoursWithout(set: RowSet, word: WakeWord, counts: (set: RowSet, row: number) => boolean): number {
  return set.clips.reduce((sum, clip, row) => {
    const isSaid = clip.wakes.some((wake) => wake.word === word);
    return isSaid || !counts(set, row) ? sum : sum + clip.samples.length / 16_000 / 3_600;
  }, 0);
}
