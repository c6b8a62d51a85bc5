import { MaskedTokens, type Probe, type TokenRange } from "./masked-tokens.js";
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
/** Of a long range only so many tokens at either end are asked: its length would else cost twice. */
const ASKED_TOKENS = 6;

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

interface Listened {
  readonly start: Edge | undefined;
  /** Whether the first word shows its own beginning. */
  readonly firstMoves: boolean;
  readonly end: Edge | undefined;
  readonly lastMoves: boolean;
  /** The beginning of what follows. */
  readonly next: Edge | undefined;
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
  const listened = await listen(search, range);
  const start = await startSide(search, range, listened);
  const end = endSide(search, range, listened, start.frame);
  return {
    wordStart: range.wordStart,
    wordEnd: range.wordEnd,
    startFrame: start.frame,
    endFrame: Math.max(end.frame, Math.min(search.frames, start.frame + FINE_FRAMES)),
    uncertaintyFrames: Math.max(start.uncertainty, end.uncertainty),
  };
}

/** Where the range begins, where it was recognised, and where the words behind it begin. */
async function listen(search: Search, range: WordRange): Promise<Listened> {
  const { transcript, frames, probe } = search;
  const own = tokensOfWords(transcript, range.wordStart, range.wordEnd);
  const next = tokensOfWords(transcript, range.wordEnd, range.wordEnd + NEIGHBOURS);
  const head = {
    tokenStart: own.tokenStart,
    tokenEnd: Math.min(own.tokenEnd, own.tokenStart + ASKED_TOKENS),
  };
  const tail = { tokenStart: Math.max(own.tokenStart, own.tokenEnd - ASKED_TOKENS), tokenEnd: own.tokenEnd };
  const isShort = head.tokenEnd === own.tokenEnd && next.tokenEnd > own.tokenEnd;
  const opening = new MaskedTokens(probe, isShort ? { ...head, tokenEnd: next.tokenEnd } : head, frames);
  const following = isShort ? opening : new MaskedTokens(probe, next, frames);
  const closing = new MaskedTokens(probe, tail, frames);
  const coarse = points(0, frames, COARSE_FRAMES);
  await opening.listen({ from: coarse });
  await following.listen({ from: coarse });
  await closing.listen({ before: coarse });

  const starts = () => spoken(transcript, head).flatMap((token) => opening.starts(token));
  const nextStarts = () => spoken(transcript, next).flatMap((token) => following.starts(token));
  const ends = () => spoken(transcript, tail).flatMap((token) => closing.ends(token));
  await opening.listen({ from: between(earliest(starts())) });
  await following.listen({ from: between(earliest(nextStarts())) });
  await closing.listen({ before: between(latest(ends())) });

  const first = spoken(transcript, tokensOfWords(transcript, range.wordStart, range.wordStart + 1));
  const last = spoken(transcript, tokensOfWords(transcript, range.wordEnd - 1, range.wordEnd));
  return {
    start: earliest(starts()),
    firstMoves: first.some((token) => opening.starts(token).length > 0),
    end: latest(ends()),
    lastMoves: last.some((token) => closing.ends(token).length > 0),
    next: earliest(nextStarts()),
  };
}

/** The first word's own beginning; where that does not show, somewhere after the word before it. */
async function startSide(search: Search, range: WordRange, listened: Listened): Promise<Side> {
  const own = listened.start;
  if (own !== undefined && listened.firstMoves) {
    return { frame: Math.max(0, own.frame - FALLS_LATE_FRAMES), uncertainty: uncertaintyOf(own) };
  }
  const before = await recognisedBefore(search, range);
  const known = own ?? listened.next;
  const latestStart = known === undefined ? before : known.frame - FALLS_LATE_FRAMES;
  const farthest = own === undefined ? 0 : Math.max(0, own.frame - UNMOVED_WORD_FRAMES);
  return {
    frame: Math.max(farthest, Math.min(before, latestStart)),
    uncertainty: UNMOVED_UNCERTAINTY_FRAMES,
  };
}

/** Where the words before the range were recognised, which is before they end; 0 where nothing tells. */
async function recognisedBefore(search: Search, range: WordRange): Promise<number> {
  const { transcript, frames, probe } = search;
  const previous = tokensOfWords(transcript, range.wordStart - NEIGHBOURS, range.wordStart);
  const masked = new MaskedTokens(probe, previous, frames);
  const end = () => latest(spoken(transcript, previous).flatMap((token) => masked.ends(token)));
  await masked.listen({ before: points(0, frames, COARSE_FRAMES) });
  await masked.listen({ before: between(end()) });
  return end()?.inner ?? 0;
}

/** Where the next word begins, held near to where the range's own last sound was recognised. */
function endSide(search: Search, range: WordRange, listened: Listened, startFrame: number): Side {
  const { transcript, frames } = search;
  const isLast = range.wordEnd >= transcript.words.length;
  const limit = isLast ? search.speechEndFrame : (listened.next?.inner ?? frames);
  const own = listened.end;
  if (own === undefined) {
    return { frame: Math.min(frames, Math.max(startFrame, limit)), uncertainty: UNMOVED_UNCERTAINTY_FRAMES };
  }
  const reach = AFTER_RECOGNISED_FRAMES + (listened.lastMoves ? 0 : UNMOVED_WORD_FRAMES);
  const farthest = isLast ? frames : own.frame + reach;
  return {
    frame: Math.min(frames, Math.max(own.frame + RECOGNISED_EARLY_FRAMES, Math.min(limit, farthest))),
    uncertainty: listened.lastMoves ? uncertaintyOf(own) : UNMOVED_UNCERTAINTY_FRAMES,
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
