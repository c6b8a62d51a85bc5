import { type ChannelMeter, FRAMES_PER_SECOND } from "./channel-meter.js";

/** Frames that are looked back over: 20 s. */
export const WINDOW_FRAMES = 20 * FRAMES_PER_SECOND;

/** One channel over the frames of a window, oldest first. */
export interface ChannelWindow {
  readonly levelsDb: Float32Array;
  /** 1 where the frame was constant. */
  readonly constant: Uint8Array;
  /** Share of clipped samples in each frame. */
  readonly clipped: Float32Array;
}

function emptyTrack(frames: number): ChannelWindow {
  return {
    levelsDb: new Float32Array(frames),
    constant: new Uint8Array(frames),
    clipped: new Float32Array(frames),
  };
}

/** The last 20 s of every channel as levels of frames: one number for 20 ms, in which no word can be heard. */
export class LevelWindow {
  readonly #tracks: readonly ChannelWindow[];
  #written = 0;

  constructor(channels: number) {
    this.#tracks = Array.from({ length: channels }, () => emptyTrack(WINDOW_FRAMES));
  }

  /** Takes a frame from the meters, and begins their next one. */
  take(meters: readonly ChannelMeter[]): void {
    const at = this.#written % WINDOW_FRAMES;
    for (let c = 0; c < meters.length; c++) {
      const meter = meters[c];
      const track = this.#tracks[c];
      if (meter === undefined || track === undefined) continue;
      track.levelsDb[at] = meter.levelDb;
      track.constant[at] = meter.isConstant ? 1 : 0;
      track.clipped[at] = meter.clippedShare;
      meter.next();
    }
    this.#written++;
  }

  /** Frames taken since the beginning. */
  get frames(): number {
    return this.#written;
  }

  lastLevelDb(channel: number): number {
    return this.#tracks[channel]?.levelsDb[(this.#written - 1) % WINDOW_FRAMES] ?? 0;
  }

  lastIsConstant(channel: number): boolean {
    return this.#tracks[channel]?.constant[(this.#written - 1) % WINDOW_FRAMES] === 1;
  }

  /** A copy in the order of time. */
  ordered(): readonly ChannelWindow[] {
    const length = Math.min(this.#written, WINDOW_FRAMES);
    const start = this.#written > WINDOW_FRAMES ? this.#written % WINDOW_FRAMES : 0;
    return this.#tracks.map((track) => {
      const out = emptyTrack(length);
      for (const key of ["levelsDb", "constant", "clipped"] as const) {
        out[key].set(track[key].subarray(start, length), 0);
        out[key].set(track[key].subarray(0, start), length - start);
      }
      return out;
    });
  }
}
