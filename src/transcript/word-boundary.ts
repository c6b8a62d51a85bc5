import { MaskedTokens, type Probe, type TokenRange } from "./masked-tokens.js";
import type { Recognised } from "./token-edges.js";
import type { Token, Transcript } from "./transcript.js";

// Frames of 24 ms. Figures in comments: 660 boundaries between neighbouring words of synthetic training speech with known
// times, clean and at 10 dB.

/** First look: every 576 ms, and next to nothing. */
const COARSE_FRAMES = 24;
/** Second look, inside the brackets that the first one found: 96 ms. Half of that gains nothing. */
const FINE_FRAMES = 4;
/**
 * A frame has heard what follows it, so a token is recognised as its sound begins (at the median within 30 ms). The
 * next one can't begin much sooner than this: where it seems to, the language alone foretold it.
 */
const SHORTEST_TOKEN_FRAMES = 8;
/** Halfway between two tokens and this is where the second begins: nearer than its own mark when that is late. */
const BEHIND_HALFWAY_FRAMES = 5;
/** A token is never recognised long before it sounds but where it was foretold, and a start errs to the early side. */
const EARLY_FRAMES = 2;
/** The last sound of a word is over so long after its last token was recognised (1.05 s at most): then comes a pause. */
const LONGEST_TOKEN_FRAMES = 60;
/** Recognised as early as the one before it: foretold. The true end was up to .49 s behind, which one in 25 are. */
const FORETOLD_FRAMES = 3;
const FORETOLD_LATER_FRAMES = 9;
/** Of the other boundaries 98 % lie within 160 ms of where they are put, 90 % within 100 ms. */
const UNCERTAINTY_FRAMES = 4;
/** In noise and where the recogniser was guessing its marks are worth less. */
const DOUBTED_UNCERTAINTY_FRAMES = 3;
/** How many tokens on either side are asked at first, and when those say nothing. */
const ASKED_TOKENS = [1, 3] as const;

export interface Sound {
  readonly transcript: Transcript;
  readonly frames: number;
  readonly probe: Probe;
}

/** Where one word ends and the next begins. Frames, fractions included. */
export interface Boundary {
  /** The second word begins no earlier. */
  readonly begins: number;
  /** The first word ends no later. */
  readonly ends: number;
  /** How far either may be off. */
  readonly uncertainty: number;
}

/** The last token before the boundary and the first behind it that tell when they were heard. */
interface Marks {
  readonly before: Recognised | undefined;
  readonly behind: Recognised | undefined;
  /** Whether both are the boundary's own neighbours. */
  readonly isNear: boolean;
}

/**
 * The boundary before the word `word`, by letting more and more of the sound be heard and watching when the tokens
 * around it become likely. Between the first word and the last only.
 */
export async function findBoundary(sound: Sound, word: number): Promise<Boundary> {
  let marks: Marks = { before: undefined, behind: undefined, isNear: false };
  for (const asked of ASKED_TOKENS) {
    marks = await marksAround(sound, word, asked);
    if (marks.before !== undefined && marks.behind !== undefined) break;
  }
  return { ...sidesOf(marks, sound.frames), uncertainty: uncertaintyOf(sound.transcript) };
}

async function marksAround(
  { transcript, probe, frames }: Sound,
  word: number,
  asked: number,
): Promise<Marks> {
  const tokens = transcript.tokens;
  const at = transcript.words[word]?.tokenStart ?? tokens.length;
  const before = spoken(tokens, 0, at).slice(-asked);
  const behind = spoken(tokens, at, tokens.length).slice(0, asked);
  const range: TokenRange = { tokenStart: before[0] ?? at, tokenEnd: (behind.at(-1) ?? at - 1) + 1 };
  const masked = new MaskedTokens(probe, tokens, range, frames);
  const marksOf = (some: readonly number[]) => some.flatMap((token) => masked.recognised(token) ?? []);
  await masked.listen([FINE_FRAMES, ...points(0, frames, COARSE_FRAMES)]);
  const coarse = [latest(marksOf(before)), marksOf(behind)[0]];
  await masked.listen(coarse.flatMap((mark) => (mark ? points(mark.after, mark.by, FINE_FRAMES) : [])));
  const nearest = [before.at(-1), behind[0]];
  return {
    before: latest(marksOf(before)),
    behind: marksOf(behind)[0],
    isNear: nearest.every((token) => token !== undefined && masked.recognised(token) !== undefined),
  };
}

function sidesOf({ before, behind, isNear }: Marks, frames: number): Pick<Boundary, "begins" | "ends"> {
  if (before === undefined) {
    if (behind === undefined) return { begins: 0, ends: frames };
    return { begins: Math.max(0, behind.frame - SHORTEST_TOKEN_FRAMES / 2), ends: behind.frame };
  }
  const latestEnd = Math.min(frames, before.frame + LONGEST_TOKEN_FRAMES);
  if (behind === undefined) return { begins: before.frame, ends: latestEnd };
  const gap = behind.frame - before.frame;
  const earliest = before.frame + SHORTEST_TOKEN_FRAMES;
  const next = Math.max(behind.frame, earliest);
  const halfway = before.frame + gap / 2 + BEHIND_HALFWAY_FRAMES;
  return {
    begins: Math.min(behind.frame + EARLY_FRAMES, isNear ? halfway : earliest),
    ends: Math.min(latestEnd, next + (gap < FORETOLD_FRAMES ? FORETOLD_LATER_FRAMES : 0)),
  };
}

function uncertaintyOf({ doubts }: Transcript): number {
  const isDoubted = doubts.includes("low-snr") || doubts.includes("low-probability");
  return UNCERTAINTY_FRAMES + (isDoubted ? DOUBTED_UNCERTAINTY_FRAMES : 0);
}

/** The tokens that stand for a sound; punctuation follows from the words and moves with whatever is hidden. */
function spoken(tokens: readonly Token[], from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let token = from; token < to; token++) {
    if (/[\p{L}\p{N}]/u.test(tokens[token]?.text ?? "")) found.push(token);
  }
  return found;
}

function latest(marks: readonly Recognised[]): Recognised | undefined {
  return marks.reduce<Recognised | undefined>(
    (best, mark) => (best && best.frame >= mark.frame ? best : mark),
    undefined,
  );
}

/** Every `step` frames strictly between two frames. */
function points(from: number, to: number, step: number): readonly number[] {
  const found: number[] = [];
  for (let frame = from + step; frame < to; frame += step) found.push(frame);
  return found;
}
