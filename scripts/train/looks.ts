import { HOP_SAMPLES, SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { type HopScores, WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import { FirstLookDetector } from "../../src/wake/first-look.js";
import type { RowSet } from "./feature-sets.js";
import { ROW_PAD } from "./row-stream.js";

/** A first look on a row: the word was said there, or it was not. */
export interface Look {
  readonly set: RowSet;
  readonly row: number;
  readonly word: WakeWord;
  /** Of the first head. */
  readonly score: number;
  /** Newest hop of the look, counted over all rows of the set. */
  readonly hop: number;
  /** Estimate of the word's end minus its true end, in seconds; undefined where the word was not said. */
  readonly endError: number | undefined;
}

/** Ends of real wake words are measured by energy; noise and breath make them late, and a first look comes late itself. */
const EARLIEST = -1 * SAMPLE_RATE_HZ;
const LATEST = 1.3 * SAMPLE_RATE_HZ;

export type Thresholds = Readonly<Record<WakeWord, number>>;

/** The first looks at every row as the ear makes them: all words in one detector, one look in two seconds. */
export function looksOf(
  set: RowSet,
  scores: Float32Array,
  thresholds: Thresholds,
  smoothingHops: number,
): Look[] {
  const detector = new FirstLookDetector({ thresholds, smoothingHops });
  return set.clips.flatMap((_, row) => looksAtRow(set, row, scores, detector));
}

function looksAtRow(set: RowSet, row: number, scores: Float32Array, detector: FirstLookDetector): Look[] {
  const width = WAKE_WORDS.length;
  const hopScores: HopScores = { ready: true, speech: 0, wake: new Float32Array(width), spotter: 0 };
  const start = set.features.starts[row] ?? 0;
  const end = set.features.starts[row + 1] ?? set.features.hops;
  const said = set.clips[row]?.wakes ?? [];
  const looks: Look[] = [];
  detector.reset();
  for (let hop = start; hop < end; hop++) {
    hopScores.wake.set(scores.subarray(hop * width, (hop + 1) * width));
    const look = detector.hop(hopScores);
    const word = WAKE_WORDS.find((each) => each === look?.word);
    if (look === undefined || word === undefined) continue;
    const at = (hop + 1 - start) * HOP_SAMPLES - ROW_PAD;
    const meant = said.find(
      (wake) => wake.word === word && at - wake.end >= EARLIEST && at - wake.end <= LATEST,
    );
    const endError =
      meant === undefined ? undefined : (look.endSample - ROW_PAD - meant.end) / SAMPLE_RATE_HZ;
    looks.push({ set, row, word, score: look.score, hop, endError });
  }
  return looks;
}

/** How often each word was said in the rows, as row indices. */
export function rowsWith(set: RowSet, word: WakeWord): number[] {
  return set.clips.flatMap((clip, row) => (clip.wakes.some((wake) => wake.word === word) ? [row] : []));
}
