import { ChannelPicker } from "./channel-picker.js";
import { average, type ChannelChoice, checkChoice } from "./channels.js";
import type { PcmBlock } from "./sound-decoder.js";

/** From one channel to the next: long enough that no click is heard, too short to be heard itself. */
const FADE_SECONDS = 0.005;

interface Turn {
  /** In the block. */
  readonly at: number;
  readonly to: number;
}

/**
 * One channel out of many, for a stream. "best", or a list of capsules, is the mean until something is known, then the
 * channel that ChannelPicker says. Capsules are some samples apart, so a change moves the sound by as much: less than
 * a millisecond, in a pause.
 */
export class ChannelMixer {
  readonly #choice: ChannelChoice;
  readonly #picker: ChannelPicker | undefined;
  readonly #fadeSamples: number;
  /** Undefined for the mean. */
  #heard: number | undefined;
  #before: number | undefined;
  #fadeLeft = 0;

  /** @throws SottoError CONFIG_INVALID */
  constructor({ choice, channels, rateHz }: { choice: ChannelChoice; channels: number; rateHz: number }) {
    checkChoice(choice, channels);
    this.#choice = choice;
    this.#fadeSamples = Math.round(FADE_SECONDS * rateHz);
    if (typeof choice === "number") this.#heard = choice;
    else if (choice !== "average" && channels > 1) {
      this.#picker = new ChannelPicker({
        channels,
        rateHz,
        capsules: choice === "best" ? undefined : choice,
      });
    } else if (channels === 1) this.#heard = 0;
  }

  /** Undefined while the mean is heard. */
  get chosen(): number | undefined {
    return this.#heard;
  }

  /** The result may be one of the block's own arrays. */
  mix(block: PcmBlock): Float32Array {
    const before = this.#heard;
    const turns = this.#picker === undefined ? NO_TURNS : this.#listen(this.#picker, block);
    if (turns.length > 0 || this.#fadeLeft > 0) return this.#render(block, before, turns);
    const heard = before === undefined ? undefined : block[before];
    return heard ?? average(block, this.#named());
  }

  #named(): readonly number[] | undefined {
    return typeof this.#choice === "object" ? this.#choice : undefined;
  }

  #listen(picker: ChannelPicker, block: PcmBlock): readonly Turn[] {
    const length = block[0]?.length ?? 0;
    let turns = NO_TURNS;
    for (let at = 0; at < length; ) {
      at = picker.take(block, at);
      const { chosen } = picker;
      if (chosen === undefined || chosen === this.#heard) continue;
      turns = [...turns, { at, to: chosen }];
      this.#heard = chosen;
    }
    return turns;
  }

  /** A block in which the channel changes, in an array of its own. */
  #render(block: PcmBlock, before: number | undefined, turns: readonly Turn[]): Float32Array {
    const out = new Float32Array(block[0]?.length ?? 0);
    const mean =
      before === undefined || this.#before === undefined ? average(block, this.#named()) : undefined;
    const sourceOf = (channel: number | undefined) => (channel === undefined ? mean : block[channel]);
    let heard = before;
    let from = 0;
    for (const { at, to } of [...turns, { at: out.length, to: undefined }]) {
      this.#copy(out, { from, to: at, new: sourceOf(heard), old: sourceOf(this.#before) });
      from = at;
      if (to === undefined) continue;
      this.#before = heard;
      heard = to;
      this.#fadeLeft = this.#fadeSamples;
    }
    mean?.fill(0);
    return out;
  }

  #copy(
    out: Float32Array,
    span: { from: number; to: number; new: Float32Array | undefined; old: Float32Array | undefined },
  ): void {
    let i = span.from;
    for (; i < span.to && this.#fadeLeft > 0; i++, this.#fadeLeft--) {
      const share = this.#fadeLeft / this.#fadeSamples;
      out[i] = (1 - share) * (span.new?.[i] ?? 0) + share * (span.old?.[i] ?? 0);
    }
    if (span.new !== undefined) out.set(span.new.subarray(i, span.to), i);
  }
}

const NO_TURNS: readonly Turn[] = [];
