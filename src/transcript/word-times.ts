import { type Cuts, MaskedTokens, type Probe, type TokenRange } from "./masked-tokens.js";
import type { Edge } from "./token-edges.js";
import type { Token, Transcript, WordRange } from "./transcript.js";

// Frames of 24 ms. Figures in comments: 888 words and 96 entities of synthetic speech with known times.

/** First look: 576 ms. */
const COARSE_FRAMES = 24;
/** Second look, inside the bracket that the first one found: 96 ms. */
const FINE_FRAMES = 4;
/**
 * A word is recognised before it is over: .25 s at the median, .9 s at most. So the end is where the next
 * word begins, as long as that is no more than this after the word was recognised; behind the last word it
 * is where speech ends.
 */
const AFTER_RECOGNISED_FRAMES = 25;
/** Added to where the word was recognised, when the next one seems to begin earlier than that. */
const RECOGNISED_EARLY_FRAMES = 6;
/** What was decoded before the word has heard a little of what follows, so the fall comes late by this. */
const FALLS_LATE_FRAMES = 3;
/** How far back a word that does not move may begin before one that does: short words such as "the". */
const UNMOVED_WORD_FRAMES = 25;
/** What a word that does not move may add to the doubt. */
const UNMOVED_UNCERTAINTY_FRAMES = 12;
/** Jumps below this leave the edge blurred (natural logarithm of the probability). */
const CLEAR_JUMP = 3;
const BLURRED_UNCERTAINTY_FRAMES = 5;
/** How many words beside the range are asked where it begins and ends. */
const NEIGHBOURS = 2;

export interface Search {
  readonly transcript: Transcript;
  readonly frames: number;
  /** Where the sound falls quiet for good. */
  readonly speechEndFrame: number;
  readonly probe: Probe;
  readonly ranges: readonly WordRange[];
}

export interface FrameTime extends WordRange {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly uncertaintyFrames: number;
}

/** One side of a range. */
interface Side {
  readonly frame: number;
  readonly uncertainty: number;
}

/**
 * When words were said, by hiding parts of the sound and watching which tokens become unlikely: coarsely
 * over the whole utterance, then finely around the edges. Errs to the wide side.
 */
export async function locateWords(search: Search): Promise<readonly FrameTime[]> {
  const times: FrameTime[] = [];
  for (const range of search.ranges) times.push(await locateRange(search, range));
  return times;
}

async function locateRange(search: Search, range: WordRange): Promise<FrameTime> {
  const { transcript, frames, probe } = search;
  const own = tokensOfWords(transcript, range.wordStart, range.wordEnd);
  const next = tokensOfWords(transcript, range.wordEnd, range.wordEnd + NEIGHBOURS);
  const window = { tokenStart: own.tokenStart, tokenEnd: Math.max(own.tokenEnd, next.tokenEnd) };
  const masked = new MaskedTokens(probe, window, frames);
  const coarse = points(0, frames, COARSE_FRAMES);
  await masked.listen({ before: coarse, from: coarse });
  await masked.listen(bracketCuts(masked, spoken(transcript, own), spoken(transcript, next)));

  const start = await startSide(search, range, masked);
  const end = endSide(search, range, masked, start.frame);
  return {
    wordStart: range.wordStart,
    wordEnd: range.wordEnd,
    startFrame: start.frame,
    endFrame: Math.max(end.frame, Math.min(frames, start.frame + FINE_FRAMES)),
    uncertaintyFrames: Math.max(start.uncertainty, end.uncertainty),
  };
}

function bracketCuts(masked: MaskedTokens, own: readonly TokenRange[], next: readonly TokenRange[]): Cuts {
  const start = earliest(own.flatMap((token) => masked.starts(token)));
  const end = latest(own.flatMap((token) => masked.ends(token)));
  const following = earliest(next.flatMap((token) => masked.starts(token)));
  return {
    before: between(end),
    from: [...between(start), ...between(following)],
  };
}

/** The first word's own beginning; where that does not show, somewhere after the word before it. */
async function startSide(search: Search, range: WordRange, masked: MaskedTokens): Promise<Side> {
  const { transcript } = search;
  const own = spoken(transcript, tokensOfWords(transcript, range.wordStart, range.wordEnd));
  const first = spoken(transcript, tokensOfWords(transcript, range.wordStart, range.wordStart + 1));
  const edge = earliest(own.flatMap((token) => masked.starts(token)));
  if (edge !== undefined && first.some((token) => masked.starts(token).length > 0)) {
    return { frame: Math.max(0, edge.frame - FALLS_LATE_FRAMES), uncertainty: uncertaintyOf(edge) };
  }
  const before = await recognisedBefore(search, range);
  const next = spoken(transcript, tokensOfWords(transcript, range.wordEnd, range.wordEnd + NEIGHBOURS));
  const known = edge ?? earliest(next.flatMap((token) => masked.starts(token)));
  if (known === undefined) return { frame: before, uncertainty: UNMOVED_UNCERTAINTY_FRAMES };
  const farthest = Math.max(0, known.frame - UNMOVED_WORD_FRAMES);
  return {
    frame: Math.max(farthest, Math.min(before, known.frame - FALLS_LATE_FRAMES)),
    uncertainty: UNMOVED_UNCERTAINTY_FRAMES,
  };
}

/** Where the words before the range were recognised, which is before they end; 0 where nothing tells. */
async function recognisedBefore(search: Search, range: WordRange): Promise<number> {
  const { transcript, frames, probe } = search;
  const previous = tokensOfWords(transcript, range.wordStart - NEIGHBOURS, range.wordStart);
  if (previous.tokenStart >= previous.tokenEnd) return 0;
  const masked = new MaskedTokens(probe, previous, frames);
  await masked.listen({ before: points(0, frames, COARSE_FRAMES), from: [] });
  const tokens = spoken(transcript, previous);
  await masked.listen({ before: between(latest(tokens.flatMap((token) => masked.ends(token)))), from: [] });
  return latest(tokens.flatMap((token) => masked.ends(token)))?.inner ?? 0;
}

/** Where the next word begins, held near to where the range's own last sound was recognised. */
function endSide(search: Search, range: WordRange, masked: MaskedTokens, startFrame: number): Side {
  const { transcript, frames } = search;
  const own = spoken(transcript, tokensOfWords(transcript, range.wordStart, range.wordEnd));
  const last = spoken(transcript, tokensOfWords(transcript, range.wordEnd - 1, range.wordEnd));
  const next = spoken(transcript, tokensOfWords(transcript, range.wordEnd, range.wordEnd + NEIGHBOURS));
  const edge = latest(own.flatMap((token) => masked.ends(token)));
  const following = earliest(next.flatMap((token) => masked.starts(token)));
  const isLast = range.wordEnd >= transcript.words.length;
  const limit = isLast ? search.speechEndFrame : (following?.inner ?? frames);
  if (edge === undefined) {
    return { frame: Math.min(frames, Math.max(startFrame, limit)), uncertainty: UNMOVED_UNCERTAINTY_FRAMES };
  }
  const unmoved = !last.some((token) => masked.ends(token).length > 0);
  const farthest = isLast
    ? frames
    : edge.frame + AFTER_RECOGNISED_FRAMES + (unmoved ? UNMOVED_WORD_FRAMES : 0);
  const frame = Math.max(edge.frame + RECOGNISED_EARLY_FRAMES, Math.min(limit, farthest));
  return {
    frame: Math.min(frames, frame),
    uncertainty: unmoved ? UNMOVED_UNCERTAINTY_FRAMES : uncertaintyOf(edge),
  };
}

function uncertaintyOf(edge: Edge): number {
  return FINE_FRAMES / 2 + (edge.jump < CLEAR_JUMP ? BLURRED_UNCERTAINTY_FRAMES : 0);
}

function tokensOfWords(transcript: Transcript, wordStart: number, wordEnd: number): TokenRange {
  const words = transcript.words.slice(Math.max(0, wordStart), Math.max(0, wordEnd));
  const tokenEnd = words.at(-1)?.tokenEnd ?? 0;
  return { tokenStart: words[0]?.tokenStart ?? tokenEnd, tokenEnd };
}

/** The tokens that stand for a sound; punctuation follows from the words and moves with whatever is hidden. */
function spoken(transcript: Transcript, range: TokenRange): readonly TokenRange[] {
  return transcript.tokens
    .slice(range.tokenStart, range.tokenEnd)
    .map((token, i) => ({ token, tokenStart: range.tokenStart + i, tokenEnd: range.tokenStart + i + 1 }))
    .filter(({ token }) => standsForSound(token));
}

function standsForSound(token: Token): boolean {
  return /[\p{L}\p{N}]/u.test(token.text);
}

function earliest(edges: readonly Edge[]): Edge | undefined {
  return edges.reduce<Edge | undefined>(
    (best, edge) => (best && best.frame <= edge.frame ? best : edge),
    undefined,
  );
}

function latest(edges: readonly Edge[]): Edge | undefined {
  return edges.reduce<Edge | undefined>(
    (best, edge) => (best && best.frame >= edge.frame ? best : edge),
    undefined,
  );
}

function between(edge: Edge | undefined): readonly number[] {
  if (edge === undefined) return [];
  return points(Math.min(edge.frame, edge.inner), Math.max(edge.frame, edge.inner), FINE_FRAMES);
}

/** Every `step` frames strictly between two frames. */
function points(from: number, to: number, step: number): readonly number[] {
  const found: number[] = [];
  for (let frame = from + step; frame < to; frame += step) found.push(frame);
  return found;
}
