import { ChannelMixer } from "./channel-mixer.js";
import type { ChannelChoice } from "./channels.js";
import { Resampler } from "./resample.js";
import { clamp } from "./sample-collector.js";
import type { PcmBlock } from "./sound-decoder.js";
import { deinterleave, type WavFormat } from "./wav-format.js";

/** Blocks of any rate and channel count to mono 16 kHz in [-1, 1]. One instance a stream. */
export class MonoStream {
  readonly #mixer: ChannelMixer;
  readonly #resampler: Resampler;

  /** @throws SottoError CONFIG_INVALID, AUDIO_FORMAT_UNSUPPORTED */
  constructor(options: {
    readonly choice: ChannelChoice;
    readonly channels: number;
    readonly rateHz: number;
  }) {
    this.#mixer = new ChannelMixer(options);
    this.#resampler = new Resampler(options.rateHz);
  }

  /** Overwrites the whole block, channels that are not heard too, so that no copy of the sound stays behind. */
  push(block: PcmBlock): Float32Array {
    const mixed = this.#mixer.mix(block);
    const mono = clamp(this.#resampler.push(mixed));
    mixed.fill(0);
    for (const channel of block) channel.fill(0);
    return mono;
  }

  /** What the resampler still held. */
  finish(): Float32Array {
    return clamp(this.#resampler.finish());
  }
}

/** Raw interleaved S16_LE bytes, cut anywhere, to blocks of whole frames. */
export class RawPcmReader {
  readonly #format: WavFormat;
  /** The start of a frame whose end has not come yet. */
  #carry = new Uint8Array(0);

  constructor(options: { readonly channels: number; readonly rateHz: number }) {
    this.#format = { ...options, encoding: "int16", frameBytes: 2 * options.channels };
  }

  push(bytes: Uint8Array): PcmBlock {
    const joined = new Uint8Array(this.#carry.length + bytes.length);
    joined.set(this.#carry);
    joined.set(bytes, this.#carry.length);
    this.#carry.fill(0);
    const whole = joined.length - (joined.length % this.#format.frameBytes);
    this.#carry = joined.slice(whole);
    const block = deinterleave(joined.subarray(0, whole), this.#format);
    joined.fill(0);
    return block;
  }

  /** Bytes of an unfinished frame. */
  get pendingBytes(): number {
    return this.#carry.length;
  }
}
