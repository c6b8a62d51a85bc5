import type { Transcript, WordRange } from "./transcript.js";

/** The encoder's frames that are left audible, end exclusive. */
export interface ShownFrames {
  readonly from: number;
  readonly to: number;
}

/** Log-probabilities of the transcript's tokens [tokenStart, tokenEnd) for each row of what is audible. */
export type Probe = (
  tokenStart: number,
  tokenEnd: number,
  rows: readonly ShownFrames[],
) => Promise<readonly Float64Array[]>;

export interface Search {
  readonly transcript: Transcript;
  readonly frames: number;
  readonly probe: Probe;
  readonly ranges: readonly WordRange[];
}

export interface FrameTime extends WordRange {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly uncertaintyFrames: number;
}

/** Until the search stands: everything, which is never too narrow. */
export async function locateWords(search: Search): Promise<readonly FrameTime[]> {
  return search.ranges.map((range) => ({
    ...range,
    startFrame: 0,
    endFrame: search.frames,
    uncertaintyFrames: search.frames,
  }));
}
