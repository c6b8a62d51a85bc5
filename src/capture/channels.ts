import { SottoError } from "../domain/errors.js";
import type { PcmBlock } from "./sound-decoder.js";

/** Which channel is heard: one by its index from 0, the mean of all, or the one with the best level. */
export type ChannelChoice = number | "average" | "best";

/** Below this a channel is dead: an unplugged capsule, or the empty half of a fake stereo file. -80 dBFS. */
const DEAD_RMS = 1e-4;
const CLIPPED_AT = 0.999;
/** Share of clipped samples above which a quieter channel is preferred. */
const CLIPPED_SHARE = 0.001;

/** Level of one channel over everything that it was shown. */
export class LevelMeter {
  #sum = 0;
  #sumOfSquares = 0;
  #clipped = 0;
  #count = 0;

  add(samples: Float32Array): void {
    for (const x of samples) {
      this.#sum += x;
      this.#sumOfSquares += x * x;
      if (x >= CLIPPED_AT || x <= -CLIPPED_AT) this.#clipped++;
    }
    this.#count += samples.length;
  }

  /** RMS around the mean, so that a constant offset is not taken for sound. */
  get rms(): number {
    if (this.#count === 0) return 0;
    const mean = this.#sum / this.#count;
    return Math.sqrt(Math.max(0, this.#sumOfSquares / this.#count - mean * mean));
  }

  get clips(): boolean {
    return this.#clipped > this.#count * CLIPPED_SHARE;
  }
}

/**
 * The loudest channel that is neither dead nor clipped; where all clip, the quietest that is alive; where all are
 * dead, the first. Level only: a later release compares speech with noise.
 */
export function bestChannel(meters: readonly LevelMeter[]): number {
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const [index, meter] of meters.entries()) {
    const rms = meter.rms;
    const score = rms < DEAD_RMS ? -10 : meter.clips ? -rms : 1 + rms;
    if (score > bestScore) {
      best = index;
      bestScore = score;
    }
  }
  return best;
}

/** @throws SottoError CONFIG_INVALID when the sound has no such channel */
export function checkChoice(choice: ChannelChoice, channels: number): void {
  if (typeof choice !== "number") return;
  if (!Number.isInteger(choice) || choice < 0 || choice >= channels) {
    throw new SottoError("CONFIG_INVALID", `channel ${choice} of ${channels} (the first is 0)`);
  }
}

/** One channel out of many, for a stream. "best" listens to the mean for one second, then decides for good. */
export class ChannelMixer {
  readonly #choice: ChannelChoice;
  readonly #meters: readonly LevelMeter[];
  readonly #decideAfterFrames: number;
  #heardFrames = 0;
  #chosen: number | undefined;

  /** @throws SottoError CONFIG_INVALID */
  constructor(options: { choice: ChannelChoice; channels: number; rateHz: number }) {
    checkChoice(options.choice, options.channels);
    this.#choice = options.choice;
    this.#meters = Array.from({ length: options.channels }, () => new LevelMeter());
    this.#decideAfterFrames = options.rateHz;
    if (options.channels === 1) this.#chosen = 0;
    else if (typeof options.choice === "number") this.#chosen = options.choice;
  }

  /** Undefined while the mean is heard. */
  get chosen(): number | undefined {
    return this.#chosen;
  }

  /** The result may be one of the block's own arrays. */
  mix(block: PcmBlock): Float32Array {
    const chosen = this.#chosen === undefined ? undefined : block[this.#chosen];
    if (chosen !== undefined) return chosen;
    if (this.#choice === "best") this.#measure(block);
    return average(block);
  }

  #measure(block: PcmBlock): void {
    for (const [index, meter] of this.#meters.entries()) meter.add(block[index] ?? new Float32Array(0));
    this.#heardFrames += block[0]?.length ?? 0;
    if (this.#heardFrames >= this.#decideAfterFrames) this.#chosen = bestChannel(this.#meters);
  }
}

/** The mean of all channels. */
export function average(block: PcmBlock): Float32Array {
  const out = new Float32Array(block[0]?.length ?? 0);
  for (const channel of block) {
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + (channel[i] ?? 0) / block.length;
  }
  return out;
}
