import { ChannelJudge } from "./channel-judge.js";
import { ChannelMeter, frameSamples } from "./channel-meter.js";
import { LevelWindow, WINDOW_FRAMES } from "./level-window.js";
import type { PcmBlock } from "./sound-decoder.js";

/**
 * The best channel of a whole recording: judged by its 20 s, each with as many votes as it has frames, so that a file up
 * to 20 s long is judged as one. Memory does not grow with the recording.
 */
export class ChannelVote {
  readonly #meters: readonly ChannelMeter[];
  readonly #window: LevelWindow;
  readonly #judge: ChannelJudge;
  readonly #frameSamples: number;
  readonly #votes: Float64Array;
  #inFrame = 0;
  #unjudged = 0;

  constructor(options: { channels: number; rateHz: number; capsules?: readonly number[] | undefined }) {
    this.#meters = Array.from({ length: options.channels }, () => new ChannelMeter(options.rateHz));
    this.#window = new LevelWindow(options.channels);
    this.#judge = new ChannelJudge(options.channels, options.capsules);
    this.#frameSamples = frameSamples(options.rateHz);
    this.#votes = new Float64Array(options.channels);
  }

  add(block: PcmBlock): void {
    const length = block[0]?.length ?? 0;
    for (let at = 0; at < length; ) {
      const end = Math.min(length, at + this.#frameSamples - this.#inFrame);
      for (const [c, meter] of this.#meters.entries()) meter.add(block[c] ?? block[0] ?? EMPTY, at, end);
      this.#inFrame += end - at;
      at = end;
      if (this.#inFrame === this.#frameSamples) this.#endFrame();
    }
  }

  /** The first where none has sound. To be called once, at the end. */
  winner(): number {
    if (this.#inFrame > 0) this.#endFrame();
    if (this.#unjudged > 0) this.#ballot();
    return this.#votes.reduce((best, votes, c) => (votes > (this.#votes[best] ?? 0) ? c : best), 0);
  }

  #endFrame(): void {
    this.#inFrame = 0;
    this.#window.take(this.#meters);
    this.#unjudged++;
    if (this.#unjudged === WINDOW_FRAMES) this.#ballot();
  }

  #ballot(): void {
    const { best } = this.#judge.judge(this.#window.ordered(), this.#unjudged);
    if (best !== undefined) this.#votes[best] = (this.#votes[best] ?? 0) + this.#unjudged;
    this.#unjudged = 0;
  }
}

const EMPTY = new Float32Array(0);
