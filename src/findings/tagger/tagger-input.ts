import type { Transcript } from "../../transcript/transcript.js";
import { FEATURES, wordFeatures } from "./word-features.js";
import type { WordPieces } from "./word-pieces.js";

/** The graph knows 128 positions, two of which open and close the sentence. */
const MOST_PIECES = 126;
/** Words before and behind a window that are read along, for what they tell of those inside. */
const CONTEXT_WORDS = 8;

/** Ids of the two marks around every sentence. */
export const OPENING = 2;
export const CLOSING = 3;

/** One run of the graph: a sentence, or a part of a long one. */
export interface TaggerInput {
  /** Piece ids with the opening and the closing mark: [pieces]. */
  readonly ids: readonly number[];
  /** Indices of the features of each piece, none for the marks. */
  readonly features: readonly (readonly number[])[];
  /** Words judged by this run, and the position of the first piece of each. */
  readonly judged: readonly { readonly word: number; readonly piece: number }[];
}

/** What the tagger reads of a transcript; several runs where it is longer than the graph is wide. */
export function taggerInputs(transcript: Transcript, pieces: WordPieces): readonly TaggerInput[] {
  const ids = transcript.words.map(({ text }) => pieces.of(text));
  const features = wordFeatures(transcript);
  const inputs: TaggerInput[] = [];
  for (let from = 0; from < ids.length; ) {
    const first = Math.max(0, from - CONTEXT_WORDS);
    let end = first;
    let count = 0;
    while (end < ids.length && count + (ids[end]?.length ?? 0) <= MOST_PIECES)
      count += ids[end++]?.length ?? 0;
    const isLast = end >= ids.length;
    const until = isLast ? end : Math.max(from + 1, end - CONTEXT_WORDS);
    inputs.push(inputOf(ids, features, { first, end: Math.max(end, until), from, until }));
    from = until;
  }
  return inputs;
}

/** The features of a run as the graph takes them, 1 where one holds: [pieces, features]. */
export function heldFeatures(features: TaggerInput["features"]): Float32Array {
  const held = new Float32Array(features.length * FEATURES.length);
  features.forEach((active, piece) => {
    for (const feature of active) held[piece * FEATURES.length + feature] = 1;
  });
  return held;
}

interface Window {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly until: number;
}

function inputOf(
  ids: readonly (readonly number[])[],
  features: readonly (readonly number[])[],
  { first, end, from, until }: Window,
): TaggerInput {
  const all = [OPENING];
  const held: (readonly number[])[] = [[]];
  const judged: { word: number; piece: number }[] = [];
  for (let word = first; word < end; word++) {
    if (word >= from && word < until) judged.push({ word, piece: all.length });
    for (const id of ids[word] ?? []) {
      all.push(id);
      held.push(features[word] ?? []);
    }
  }
  return { ids: [...all, CLOSING], features: [...held, []], judged };
}
