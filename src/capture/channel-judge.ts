import { FRAMES_PER_SECOND } from "./channel-meter.js";
import { percentile, sortedLevels, toDb, toPower } from "./level-statistics.js";
import type { ChannelWindow } from "./level-window.js";
import { type PlaybackSign, playbackSigns } from "./playback-channels.js";

/** A frame so far above a channel's floor holds more than its noise. */
export const EVENT_DB = 3;
/** Share of frames that the floor is above. */
const FLOOR_SHARE = 0.2;
/** Frames beside an event that are neither sound nor noise. */
const GUARD_FRAMES = 3;
/** Of speech, before its level counts: 0.4 s. Before, channels are told apart by their noise alone. */
const KNOWN_FRAMES = 0.4 * FRAMES_PER_SECOND;
/** Of speech heard with the others, after which a channel is known for a capsule: 5 s. */
const VOUCHED_FRAMES = 5 * FRAMES_PER_SECOND;
/** Speech is forgotten over so many frames of newer speech, 20 s; silence makes nothing forgotten. */
const SPEECH_MEMORY_FRAMES = 20 * FRAMES_PER_SECOND;
/** Share of clipped samples above which a channel is passed over while another does not clip. */
const CLIPPED_SHARE = 0.001;
/** So far below the best in what it hears of speech, a capsule is covered or broken, dB. */
const DEAF_DB = 20;
/** Before speech was heard: so far below the middle one in noise, a channel is no open capsule, dB. */
const FAINT_DB = 12;
/** A channel that carried what is played is passed over for so long, seconds. */
const DISTRUST_SECONDS: Readonly<Record<PlaybackSign, number>> = { gaps: 600, leads: 60, alone: 20 };

/** What is known of the channels at one time. */
export interface Verdict {
  /** The channel to be heard; undefined where none has sound. */
  readonly best: number | undefined;
  /** By channel: how good it is, dB, to be compared within one verdict only; undefined where it is not to be heard. */
  readonly scores: readonly (number | undefined)[];
  /** The scores are signal-to-noise ratios; else there was no speech yet, and noise alone was compared. */
  readonly isMeasured: boolean;
  /** By channel: the level that noise alone does not pass, dB. */
  readonly ceilingsDb: Float64Array;
}

/**
 * Says which channel hears speech with the best signal-to-noise ratio. Speech is what several capsules hear at the
 * same time; noise is a channel's level when there is none. Speech is remembered, noise is that of the last 20 s, so that
 * the verdict follows a fan at once and a voice that moves over some sentences.
 */
export class ChannelJudge {
  readonly #candidates: readonly number[];
  readonly #areNamed: boolean;
  /** By channel: sum of the power of speech, and of how many frames; less of what is long ago. */
  readonly #speech: Float64Array;
  readonly #speechFrames: Float64Array;
  #seconds = 0;
  readonly #distrustedUntil: Float64Array;

  /** @param named the capsules, where they are known: none of them is suspected */
  constructor(channels: number, named?: readonly number[]) {
    this.#candidates = named ?? Array.from({ length: channels }, (_, channel) => channel);
    this.#areNamed = named !== undefined;
    this.#speech = new Float64Array(channels);
    this.#speechFrames = new Float64Array(channels);
    this.#distrustedUntil = new Float64Array(channels);
  }

  /** @param newFrames of the windows' end, those that came since the last verdict */
  judge(windows: readonly ChannelWindow[], newFrames: number): Verdict {
    this.#seconds += newFrames / FRAMES_PER_SECOND;
    const sounding = soundingFrames(windows, newFrames);
    const live = this.#candidates.filter((channel) => isLive(windows[channel], sounding));
    if (!this.#areNamed) this.#distrust(playbackSigns(windows, live, this.#heardFor(live, VOUCHED_FRAMES)));
    const trusted = live.filter((channel) => (this.#distrustedUntil[channel] ?? 0) <= this.#seconds);
    const open = trusted.length > 0 ? trusted : live;
    const clear = open.filter((channel) => !clips(windows[channel]));
    const heard = clear.length > 0 ? clear : open;

    const floors = Float64Array.from(windows, ({ levelsDb }) =>
      percentile(sortedLevels(levelsDb), FLOOR_SHARE),
    );
    const events = eventsOf(windows, floors, heard);
    const noise = windows.map((window, channel) => noiseOf(window, events, floors[channel] ?? 0));
    for (const channel of heard) this.#learn(channel, { windows, events, noise, newFrames });
    const known = this.#heardFor(heard, KNOWN_FRAMES);
    const scores =
      known.size > 0 ? this.#ratios(windows.length, known, noise) : quietest(windows.length, heard, noise);
    return {
      best: highest(scores),
      scores,
      isMeasured: known.size > 0,
      ceilingsDb: floors.map((floor) => floor + EVENT_DB),
    };
  }

  #distrust(signs: ReadonlyMap<number, PlaybackSign>): void {
    for (const [channel, sign] of signs) {
      const until = this.#seconds + DISTRUST_SECONDS[sign];
      this.#distrustedUntil[channel] = Math.max(until, this.#distrustedUntil[channel] ?? 0);
    }
  }

  #heardFor(channels: readonly number[], frames: number): ReadonlySet<number> {
    return new Set(channels.filter((channel) => (this.#speechFrames[channel] ?? 0) >= frames));
  }

  /** Adds the power above the noise of each new frame of speech. What a distrusted channel hears teaches nothing. */
  #learn(channel: number, { windows, events, noise, newFrames }: Lesson): void {
    const keep = Math.exp(-1 / SPEECH_MEMORY_FRAMES);
    const levelsDb = windows[channel]?.levelsDb;
    let speech = this.#speech[channel] ?? 0;
    let frames = this.#speechFrames[channel] ?? 0;
    for (let t = Math.max(0, events.length - newFrames); t < events.length; t++) {
      if (events[t] !== EVENT) continue;
      speech = speech * keep + toPower(levelsDb?.[t] ?? 0) - (noise[channel] ?? 0);
      frames = frames * keep + 1;
    }
    this.#speech[channel] = speech;
    this.#speechFrames[channel] = frames;
  }

  /** Signal-to-noise ratios of the channels that have heard speech. */
  #ratios(channels: number, known: ReadonlySet<number>, noise: readonly number[]): (number | undefined)[] {
    const speech = (channel: number) =>
      Math.max(
        (this.#speech[channel] ?? 0) / (this.#speechFrames[channel] ?? 1),
        (noise[channel] ?? 0) * 0.001,
      );
    const deaf = Math.max(...[...known].map(speech)) * toPower(-DEAF_DB);
    return Array.from({ length: channels }, (_, channel) => {
      if (!known.has(channel) || speech(channel) < deaf) return undefined;
      return toDb(speech(channel) / (noise[channel] ?? 0));
    });
  }
}

interface Lesson {
  readonly windows: readonly ChannelWindow[];
  readonly events: Uint8Array;
  readonly noise: readonly number[];
  readonly newFrames: number;
}

/** Before any speech: the less noise the better, as far as it is the noise of an open capsule. */
function quietest(
  channels: number,
  heard: readonly number[],
  noise: readonly number[],
): (number | undefined)[] {
  const middle = heard.map((channel) => noise[channel] ?? 0).sort((a, b) => a - b)[heard.length >> 1] ?? 0;
  return Array.from({ length: channels }, (_, channel) => {
    const own = noise[channel] ?? 0;
    return heard.includes(channel) && own >= middle * toPower(-FAINT_DB) ? -toDb(own) : undefined;
  });
}

const QUIET = 0;
const NEAR = 1;
const EVENT = 2;

/** The new frames in which any channel has sound. */
function soundingFrames(windows: readonly ChannelWindow[], newFrames: number): readonly number[] {
  const length = windows[0]?.constant.length ?? 0;
  const fresh = Array.from({ length: Math.min(length, newFrames) }, (_, i) => length - 1 - i);
  return fresh.filter((t) => windows.some(({ constant }) => constant[t] === 0));
}

/** Has sound in the most of the frames in which any has. */
function isLive(window: ChannelWindow | undefined, sounding: readonly number[]): boolean {
  return (
    window !== undefined && 2 * sounding.filter((t) => window.constant[t] === 0).length > sounding.length
  );
}

function clips(window: ChannelWindow | undefined): boolean {
  if (window === undefined) return false;
  return window.clipped.reduce((sum, x) => sum + x, 0) > window.clipped.length * CLIPPED_SHARE;
}

/** What a frame is: an event where two of these channels, or the only one, are above their floors. */
function eventsOf(
  windows: readonly ChannelWindow[],
  floors: Float64Array,
  heard: readonly number[],
): Uint8Array {
  const wanted = Math.min(2, heard.length);
  const events = new Uint8Array(windows[0]?.levelsDb.length ?? 0);
  for (let t = 0; t < events.length; t++) {
    let above = 0;
    for (const c of heard) if ((windows[c]?.levelsDb[t] ?? 0) > (floors[c] ?? 0) + EVENT_DB) above++;
    if (above >= wanted && wanted > 0) events[t] = EVENT;
  }
  for (let t = 0; t < events.length; t++) {
    if (events[t] !== EVENT) continue;
    for (let near = Math.max(0, t - GUARD_FRAMES); near <= t + GUARD_FRAMES && near < events.length; near++) {
      if (events[near] === QUIET) events[near] = NEAR;
    }
  }
  return events;
}

/** Mean power of the frames without an event; where there are too few, that of the floor. */
function noiseOf({ levelsDb }: ChannelWindow, events: Uint8Array, floorDb: number): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < levelsDb.length; t++) {
    if (events[t] !== QUIET) continue;
    sum += toPower(levelsDb[t] ?? 0);
    count++;
  }
  return count < FRAMES_PER_SECOND / 4 ? toPower(floorDb) : sum / count;
}

function highest(scores: readonly (number | undefined)[]): number | undefined {
  let best: number | undefined;
  for (const [channel, score] of scores.entries()) {
    if (score !== undefined && (best === undefined || score > (scores[best] ?? score))) best = channel;
  }
  return best;
}
