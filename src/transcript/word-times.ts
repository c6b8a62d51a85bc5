import type { WordRange } from "./transcript.js";
import { type Boundary, findBoundary, type Sound } from "./word-boundary.js";

/** Boundaries that contradict each other: a range that would end before it begins. */
const CROSSED_UNCERTAINTY_FRAMES = 12;

export interface Search extends Sound {
  /** Where the sound ceases to be quiet, and where it falls quiet for good. */
  readonly speechStartFrame: number;
  readonly speechEndFrame: number;
  readonly ranges: readonly WordRange[];
}

/** Whole frames of 24 ms. */
export interface FrameTime extends WordRange {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly uncertaintyFrames: number;
}

/**
 * When words were said. The first begins where the sound does and the last ends with it; between, boundaries are
 * looked for by hiding parts of the sound, and only those of the ranges. Errs to the wide side.
 */
export async function locateWords(search: Search): Promise<readonly FrameTime[]> {
  const known = new Map<number, Boundary>();
  const boundary = async (word: number): Promise<Boundary> => {
    const found = known.get(word) ?? (await findBoundary(search, word));
    known.set(word, found);
    return found;
  };
  const times: FrameTime[] = [];
  for (const range of search.ranges) times.push(await locateRange(search, range, boundary));
  return times;
}

async function locateRange(
  search: Search,
  range: WordRange,
  boundary: (word: number) => Promise<Boundary>,
): Promise<FrameTime> {
  const { transcript, frames, speechStartFrame, speechEndFrame } = search;
  const before = range.wordStart > 0 ? await boundary(range.wordStart) : undefined;
  const behind = range.wordEnd < transcript.words.length ? await boundary(range.wordEnd) : undefined;
  const begins = before?.begins ?? speechStartFrame;
  const ends = behind?.ends ?? speechEndFrame;
  const startFrame = Math.min(frames - 1, Math.floor(Math.min(begins, ends)));
  const endFrame = Math.min(frames, Math.ceil(Math.max(begins, ends)));
  return {
    wordStart: range.wordStart,
    wordEnd: range.wordEnd,
    startFrame,
    endFrame: Math.max(startFrame + 1, endFrame),
    uncertaintyFrames:
      Math.max(before?.uncertainty ?? 0, behind?.uncertainty ?? 0) +
      (ends > begins ? 0 : CROSSED_UNCERTAINTY_FRAMES),
  };
}
