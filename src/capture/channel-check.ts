import { CONSTANT_RANGE, FRAMES_PER_SECOND, frameSamples, SILENCE_DB } from "./channel-meter.js";
import { percentile, sortedLevels, toDb } from "./level-statistics.js";
import type { PcmBlock } from "./sound-decoder.js";

/** What a recording of some seconds says of one channel. Levels are dB of full scale, without any constant part. */
export interface ChannelFacts {
  /** Nothing but one value, or two neighbouring ones: no sound of a room. */
  readonly isDead: boolean;
  /** Its samples are those of this channel before it, one by one. */
  readonly twinOf: number | undefined;
  readonly peakDb: number;
  /** A fifth of the frames is quieter. */
  readonly floorDb: number;
  /** A twentieth of the frames is louder: the vowels, where somebody spoke. */
  readonly loudDb: number;
  /** Share of samples at the end of the scale. */
  readonly clippedShare: number;
  /** Mean of all samples, full scale is 1. */
  readonly offset: number;
}

const FLOOR_SHARE = 0.2;
const LOUD_SHARE = 0.95;
const CLIPPED_AT = 0.999;
/** Frames after these are not looked at: no check is so long. */
const MAX_FRAMES = 60 * FRAMES_PER_SECOND;

/**
 * Looks at every channel of a recording at once, for a person who sets a microphone up. Keeps levels and sums, no
 * sample.
 */
export class ChannelCheck {
  readonly #tracks: readonly Track[];
  readonly #frameSamples: number;
  #samples = 0;

  constructor({ channels, rateHz }: { readonly channels: number; readonly rateHz: number }) {
    this.#frameSamples = frameSamples(rateHz);
    this.#tracks = Array.from({ length: channels }, (_, channel) => new Track(channel));
  }

  /** Samples that each channel gave. */
  get samples(): number {
    return this.#samples;
  }

  add(block: PcmBlock): void {
    const length = block[0]?.length ?? 0;
    for (const [channel, track] of this.#tracks.entries()) {
      const own = block[channel];
      if (own === undefined) continue;
      track.add(own, this.#frameSamples);
      track.compare(own, block);
    }
    this.#samples += length;
  }

  facts(): readonly ChannelFacts[] {
    return this.#tracks.map((track) => track.facts());
  }
}

class Track {
  /** Channels before this one that have been equal to it so far. */
  #twins: readonly number[];
  readonly #levelsDb = new Float32Array(MAX_FRAMES);
  #frames = 0;
  #inFrame = 0;
  #frameSum = 0;
  #frameSquares = 0;
  #sum = 0;
  #count = 0;
  #clipped = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  constructor(channel: number) {
    this.#twins = Array.from({ length: channel }, (_, before) => before);
  }

  add(samples: Float32Array, frameLength: number): void {
    for (const x of samples) {
      if (x < this.#least) this.#least = x;
      if (x > this.#most) this.#most = x;
      if (x >= CLIPPED_AT || x <= -CLIPPED_AT) this.#clipped += 1;
      this.#frameSum += x;
      this.#frameSquares += x * x;
      this.#inFrame += 1;
      if (this.#inFrame === frameLength) this.#endFrame();
    }
  }

  compare(own: Float32Array, block: PcmBlock): void {
    this.#twins = this.#twins.filter((channel) => isEqual(own, block[channel]));
  }

  facts(): ChannelFacts {
    const levels = sortedLevels(this.#levelsDb.subarray(0, this.#frames));
    const offset = this.#count === 0 ? 0 : this.#sum / this.#count;
    const isDead = this.#most - this.#least <= CONSTANT_RANGE;
    const peak = Math.max(this.#most - offset, offset - this.#least);
    const levelAt = (share: number) => (this.#frames === 0 ? SILENCE_DB : percentile(levels, share));
    return {
      isDead,
      twinOf: isDead ? undefined : this.#twins[0],
      peakDb: this.#count === 0 ? SILENCE_DB : Math.max(SILENCE_DB, toDb(peak * peak + 1e-30)),
      floorDb: levelAt(FLOOR_SHARE),
      loudDb: levelAt(LOUD_SHARE),
      clippedShare: this.#count === 0 ? 0 : this.#clipped / this.#count,
      offset,
    };
  }

  #endFrame(): void {
    const mean = this.#frameSum / this.#inFrame;
    const power = Math.max(0, this.#frameSquares / this.#inFrame - mean * mean);
    if (this.#frames < MAX_FRAMES) {
      this.#levelsDb[this.#frames] = Math.max(SILENCE_DB, toDb(power + 1e-30));
      this.#frames += 1;
    }
    this.#sum += this.#frameSum;
    this.#count += this.#inFrame;
    this.#inFrame = 0;
    this.#frameSum = 0;
    this.#frameSquares = 0;
  }
}

function isEqual(a: Float32Array, b: Float32Array | undefined): boolean {
  if (b === undefined || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
