import { FRAMES_PER_SECOND } from "./channel-meter.js";
import { percentile, sortedLevels, toDb, toPower } from "./level-statistics.js";
import type { ChannelWindow } from "./level-window.js";

/** Frames that a loudspeaker, the air and a room may be behind the channel that drives it: 120 ms. */
const MAX_LAG = 6;
/** Capsules of one array hear the same within this many frames. */
const SAME_LAG = 1;
/** Correlation of levels above which two channels hear the same at all. */
const SHARED = 0.3;
/** Capsules share about as much with each other; a channel that shares less by so much hears something else. */
const SHARED_LESS = { unknown: 0.05, known: 0.2 };
/** A channel whose level moves so far, dB, has heard something; one that hears nothing can't share it. */
const MOVED_DB = 10;
/** Sum over the lags, ahead minus behind, in parts of what is shared, above which a channel leads another. */
const LEADS = { unknown: 0.5, known: 1 };
/** In less than this a lead may be chance: 10 s. */
const LEAD_FRAMES = 10 * FRAMES_PER_SECOND;
/** Digital silence of so many frames, while another channel has sound, is no room: 0.2 s. */
const GAP_FRAMES = FRAMES_PER_SECOND / 5;

/**
 * Why a channel is taken for one that carries what is played instead of what the room sounds like: it has `gaps` of
 * digital silence, it hears `alone` what the others don't, or not what they hear, or it `leads` them all.
 */
export type PlaybackSign = "gaps" | "alone" | "leads";

interface Moves {
  readonly channel: number;
  /** Power of each frame. */
  readonly powers: Float32Array;
  readonly highDb: number;
  readonly rangeDb: number;
}

interface Likeness {
  /** Correlation of the levels at about the same time, 0 to 1. */
  readonly shared: number;
  /** Above 0 where the one is ahead of the other, in parts of what is shared. */
  readonly lead: number;
}

/**
 * Channels that carry what is played, as some arrays deliver it beside their capsules (a reference, a loopback). It is
 * clean and loud, and deaf. Capsules of one array move together, whoever speaks and whatever is played; a reference
 * moves with them as far as the loudspeaker is heard, not with who speaks, and is ahead of them by the way through
 * the loudspeaker and the room, whose echoes it lacks.
 * Limits: two channels alone can't outvote each other, so that gaps and lead must tell; a reference without gaps of a
 * loudspeaker right at the capsules, in a room without echoes, looks like a capsule until somebody speaks.
 * @param live channels with sound
 * @param known those of them that have heard speech with the others for some seconds: it takes more to suspect them
 */
export function playbackSigns(
  windows: readonly ChannelWindow[],
  live: readonly number[],
  known: ReadonlySet<number>,
): ReadonlyMap<number, PlaybackSign> {
  const signs = new Map<number, PlaybackSign>();
  for (const channel of live) {
    if (gapFrames(channel, windows, live) >= GAP_FRAMES) signs.set(channel, "gaps");
  }
  const moves = live.flatMap((channel) => {
    const window = windows[channel];
    return signs.has(channel) || window === undefined ? [] : [movesOf(channel, window)];
  });
  if (moves.length < 2) return signs;
  const likenesses = compareAll(moves);
  const typical = likenesses.map((row) => upperMedian(row.map(({ shared }) => shared)));
  for (const [index, { channel, rangeDb, powers }] of moves.entries()) {
    const others = Math.max(...typical.filter((_, other) => other !== index));
    const standing = known.has(channel) ? "known" : "unknown";
    const isAlone = (typical[index] ?? 0) < Math.max(SHARED, others - SHARED_LESS[standing]);
    const leads = (likenesses[index] ?? []).filter(({ shared }) => shared >= SHARED).map(({ lead }) => lead);
    const isAhead = leads.length > 0 && lowerMedian(leads) > LEADS[standing];
    if (isAhead && powers.length >= LEAD_FRAMES) signs.set(channel, "leads");
    else if (isAlone && rangeDb >= MOVED_DB) signs.set(channel, "alone");
  }
  return signs;
}

function gapFrames(channel: number, windows: readonly ChannelWindow[], live: readonly number[]): number {
  let gaps = 0;
  windows[channel]?.constant.forEach((isConstant, t) => {
    if (isConstant === 1 && live.some((other) => windows[other]?.constant[t] === 0)) gaps++;
  });
  return gaps;
}

function movesOf(channel: number, { levelsDb }: ChannelWindow): Moves {
  const sorted = sortedLevels(levelsDb);
  const highDb = percentile(sorted, 0.98);
  return { channel, powers: levelsDb.map(toPower), highDb, rangeDb: highDb - percentile(sorted, 0.1) };
}

/** By channel, with each of the others. */
function compareAll(moves: readonly Moves[]): readonly (readonly Likeness[])[] {
  const rows = moves.map((): Likeness[] => []);
  for (const [i, first] of moves.entries()) {
    for (const [j, second] of moves.entries()) {
      if (j <= i) continue;
      const { shared, lead } = compare(first, second);
      rows[i]?.push({ shared, lead });
      rows[j]?.push({ shared, lead: -lead });
    }
  }
  return rows;
}

/** Both over the higher of their two floors: else the noise of one would hide what the other still hears. */
function compare(first: Moves, second: Moves): Likeness {
  const rangeDb = Math.min(first.rangeDb, second.rangeDb);
  const a = normalised(first, rangeDb);
  const b = normalised(second, rangeDb);
  let shared = 0;
  let lead = 0;
  for (let lag = -MAX_LAG; lag <= MAX_LAG; lag++) {
    const c = correlation(a, b, lag);
    if (Math.abs(lag) <= SAME_LAG) shared = Math.max(shared, c);
    lead += Math.sign(lag) * c;
  }
  return { shared, lead: lead / Math.max(shared, SHARED) };
}

/** Levels over a soft floor `rangeDb` below the high ones, without their mean, in units of their deviation. */
function normalised({ powers, highDb }: Moves, rangeDb: number): Float32Array {
  const floor = toPower(highDb - rangeDb);
  const out = powers.map((power) => toDb(power + floor));
  const mean = out.reduce((sum, x) => sum + x, 0) / out.length;
  const deviation = Math.sqrt(out.reduce((sum, x) => sum + (x - mean) ** 2, 0) / out.length);
  return out.map((x) => (x - mean) / (deviation + 1e-9));
}

function correlation(first: Float32Array, second: Float32Array, lag: number): number {
  let sum = 0;
  for (let t = Math.max(0, -lag); t < first.length - Math.max(0, lag); t++) {
    sum += (first[t] ?? 0) * (second[t + lag] ?? 0);
  }
  return sum / first.length;
}

function upperMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
