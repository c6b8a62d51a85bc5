import { ChannelFollower } from "./channel-follower.js";
import { ChannelJudge, type Verdict } from "./channel-judge.js";
import { ChannelMeter, FRAMES_PER_SECOND, frameSamples } from "./channel-meter.js";
import { LevelWindow } from "./level-window.js";
import type { PcmBlock } from "./sound-decoder.js";

/** A channel that gives nothing for so many frames, while another does, is left at once: 0.1 s. */
const DIED_FRAMES = 5;

/**
 * Listens to all channels and says which one is to be heard. Each frame of 20 ms costs its meters; once a second the
 * channels are judged, in a time bounded by the window of 20 s. The answer does not depend on how the stream is cut.
 */
export class ChannelPicker {
  readonly #meters: readonly ChannelMeter[];
  readonly #window: LevelWindow;
  readonly #judge: ChannelJudge;
  readonly #follower = new ChannelFollower();
  readonly #frameSamples: number;
  #inFrame = 0;
  #verdict: Verdict | undefined;
  #quietFrames = 0;
  #wasLoud = false;
  #deadFrames = 0;

  constructor(options: { channels: number; rateHz: number; capsules?: readonly number[] | undefined }) {
    this.#meters = Array.from({ length: options.channels }, () => new ChannelMeter(options.rateHz));
    this.#window = new LevelWindow(options.channels);
    this.#judge = new ChannelJudge(options.channels, options.capsules);
    this.#frameSamples = frameSamples(options.rateHz);
  }

  /** Undefined for the first second at least. */
  get chosen(): number | undefined {
    return this.#follower.chosen;
  }

  /** Takes samples of the block up to the end of a frame at most. @returns the index behind the last one taken */
  take(block: PcmBlock, from: number): number {
    const end = Math.min(block[0]?.length ?? 0, from + this.#frameSamples - this.#inFrame);
    for (let c = 0; c < this.#meters.length; c++) {
      const samples = block[c];
      if (samples !== undefined) this.#meters[c]?.add(samples, from, end);
    }
    this.#inFrame += end - from;
    if (this.#inFrame === this.#frameSamples) this.#endFrame();
    return end;
  }

  #endFrame(): void {
    this.#inFrame = 0;
    this.#window.take(this.#meters);
    if (this.#verdict !== undefined) {
      this.#notePause(this.#verdict);
      this.#leaveTheDead(this.#verdict);
      this.#follower.follow(this.#quietFrames);
    }
    if (this.#window.frames % FRAMES_PER_SECOND === 0) {
      this.#verdict = this.#judge.judge(this.#window.ordered(), FRAMES_PER_SECOND);
      this.#follower.hear(this.#verdict);
    }
  }

  /** By the channel that is heard and by the best, which hears most. One loud frame is chance; two are a sound. */
  #notePause({ best, ceilingsDb }: Verdict): void {
    const { chosen } = this.#follower;
    let isLoud = false;
    for (let c = 0; c < ceilingsDb.length; c++) {
      if ((c === best || c === chosen) && this.#window.lastLevelDb(c) > (ceilingsDb[c] ?? 0)) isLoud = true;
    }
    this.#quietFrames = isLoud && this.#wasLoud ? 0 : this.#quietFrames + 1;
    this.#wasLoud = isLoud;
  }

  #leaveTheDead({ scores }: Verdict): void {
    const { chosen } = this.#follower;
    if (chosen === undefined) return;
    this.#deadFrames = this.#window.lastIsConstant(chosen) ? this.#deadFrames + 1 : 0;
    if (this.#deadFrames < DIED_FRAMES) return;
    let best: number | undefined;
    for (let c = 0; c < scores.length; c++) {
      const score = scores[c];
      if (score === undefined || this.#window.lastIsConstant(c)) continue;
      if (best === undefined || score > (scores[best] ?? score)) best = c;
    }
    if (best === undefined) return;
    this.#follower.turn(best);
    this.#deadFrames = 0;
  }
}
