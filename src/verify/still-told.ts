import { toSamples } from "../domain/audio.js";
import type { Conviction } from "../findings/decide.js";
import type { Cut, CutList } from "../plan/cut-list.js";
import type { LocatedFinding } from "../plan/plan-cuts.js";
import type { Hearing, WordTime } from "../transcript/recogniser.js";
import type { Transcript } from "../transcript/transcript.js";

/** What was cut, and where it was said. */
export interface CutWords {
  readonly transcript: Transcript;
  readonly convictions: readonly Conviction[];
  /** One for each conviction. */
  readonly times: readonly WordTime[];
}

/**
 * Natural logarithm of the ratio. On 30 entities of training speech: uncut, the sound raised one token of each by 3.8 at
 * least (median 8.9); well cut, none by more than 2.3; with 200 or 300 ms of its beginning left, by 5.0 and 6.3 at the
 * median.
 */
const TELLING_RISE = 3;
/** The middle of a word follows from its beginning more readily where there is any speech: by up to 4.6 in well cut sound. */
const TELLING_RISE_INSIDE = 5;
/** How much wider a cut becomes that did not silence its words, on either side. */
const WIDER = toSamples(0.15);

/**
 * Cuts whose words the redacted sound still tells: fed the first transcript's own words, the recogniser finds one of
 * their tokens much likelier than the language alone does. Each comes back wider.
 */
export async function stillTold(
  hearing: Hearing,
  cuts: CutList,
  cutWords: CutWords,
): Promise<readonly LocatedFinding[]> {
  const { transcript, convictions, times } = cutWords;
  if (convictions.length === 0) return [];
  const first = Math.min(...convictions.map((conviction) => conviction.wordStart));
  const last = Math.max(...convictions.map((conviction) => conviction.wordEnd));
  const tokenEnd = transcript.words[last - 1]?.tokenEnd ?? 0;
  const rises = await hearing.told(
    transcript.tokens.slice(0, tokenEnd),
    transcript.words[first]?.tokenStart ?? 0,
  );
  return convictions.flatMap((conviction, i): readonly LocatedFinding[] => {
    const time = times[i];
    if (time === undefined || !isTold(rises, transcript, conviction)) return [];
    const silenced = cuts.cuts.filter((cut) => overlaps(cut, time));
    return silenced.map((cut) => ({
      time: { ...time, span: wider(cut, cuts.lengthSamples), uncertaintySamples: 0 },
      types: conviction.types,
      sources: ["verify"],
    }));
  });
}

function isTold(rises: Float64Array, transcript: Transcript, conviction: Conviction): boolean {
  const from = transcript.words[conviction.wordStart]?.tokenStart ?? 0;
  const to = transcript.words[conviction.wordEnd - 1]?.tokenEnd ?? 0;
  return transcript.tokens.slice(from, to).some(({ text }, i) => {
    if (!/[\p{L}\p{N}]/u.test(text)) return false;
    const isOpening = /^\s|^[\p{L}\p{N}]$/u.test(text);
    // What is no number tells nothing of its innocence.
    return !((rises[from + i] ?? Number.NaN) < (isOpening ? TELLING_RISE : TELLING_RISE_INSIDE));
  });
}

function overlaps({ span }: Cut, time: WordTime): boolean {
  return span.start < time.span.end && time.span.start < span.end;
}

function wider({ span }: Cut, lengthSamples: number): WordTime["span"] {
  return { start: Math.max(0, span.start - WIDER), end: Math.min(lengthSamples, span.end + WIDER) };
}
