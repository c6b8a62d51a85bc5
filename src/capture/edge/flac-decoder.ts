import { createHash, type Hash } from "node:crypto";
import { type FLACDecodedAudio, FLACDecoder } from "@wasm-audio-decoders/flac";
import { SottoError } from "../../domain/errors.js";
import { ByteQueue } from "../byte-queue.js";
import { FLAC_HEADER_BYTES, type FlacStreamInfo, parseFlacStreamInfo } from "../flac-stream-info.js";
import type { PcmBlock, SoundDecoder, SoundFormat } from "../sound-decoder.js";

/** Integers of more bits than this do not survive the decoder's 32-bit floats, so their MD5 can't be checked. */
const MAX_EXACT_BITS = 24;

/**
 * The header of a frame that never comes. The decoder takes a frame to be whole when the next one begins, and at
 * the end of the file it loses a last frame of fewer than 14 bytes (silence is that short); so this goes last.
 */
const END_MARK = Uint8Array.of(0xff, 0xf8, 0xc5, 0x08, 0x00, 0x6f, ...new Uint8Array(32));

/** FLAC by libFLAC in WebAssembly. The number of samples and the MD5 are compared with the header at the end. */
export class FlacFileDecoder implements SoundDecoder {
  readonly #decoder = new FLACDecoder();
  readonly #head = new ByteQueue();
  readonly #md5: Hash = createHash("md5");
  #info: FlacStreamInfo | undefined;
  #frames = 0;

  get format(): SoundFormat | undefined {
    return this.#info;
  }

  async push(bytes: Uint8Array): Promise<readonly PcmBlock[]> {
    if (this.#info !== undefined) return this.#decode(bytes);
    this.#head.push(bytes);
    const head = this.#head.peek(FLAC_HEADER_BYTES);
    if (head === undefined) return [];
    this.#info = parseFlacStreamInfo(head);
    return this.#decode(this.#head.take(this.#head.length));
  }

  async finish(): Promise<readonly PcmBlock[]> {
    const info = this.#info;
    if (info === undefined) throw new SottoError("AUDIO_TRUNCATED", "FLAC: the file ends inside its header");
    const blocks = this.#accept(await this.#guard(() => this.#decoder.decode(END_MARK.slice())), info);
    if (info.frames !== undefined && this.#frames < info.frames) {
      const missing = info.frames - this.#frames;
      throw new SottoError("AUDIO_TRUNCATED", `FLAC: ${missing} of ${info.frames} samples are missing`);
    }
    const checked = info.md5 !== undefined && info.bits <= MAX_EXACT_BITS;
    if (checked && this.#md5.digest("hex") !== info.md5) throw damaged("the MD5 of the samples is wrong");
    return blocks;
  }

  release(): void {
    this.#decoder.free();
  }

  async #decode(bytes: Uint8Array): Promise<readonly PcmBlock[]> {
    const info = this.#info;
    if (info === undefined) return [];
    return this.#accept(await this.#guard(() => this.#decoder.decode(bytes)), info);
  }

  async #guard(work: () => Promise<FLACDecodedAudio>): Promise<FLACDecodedAudio> {
    await this.#decoder.ready;
    try {
      return await work();
    } catch (cause) {
      throw new SottoError("AUDIO_DAMAGED", "FLAC: the decoder gave up", cause);
    }
  }

  #accept(audio: FLACDecodedAudio, info: FlacStreamInfo): readonly PcmBlock[] {
    if (audio.errors.length > 0) throw damaged("a frame can't be decoded");
    if (audio.samplesDecoded === 0) return [];
    if (audio.channelData.length !== info.channels || audio.sampleRate !== info.rateHz) {
      throw damaged("frames differ from the header");
    }
    this.#frames += audio.samplesDecoded;
    if (info.frames !== undefined && this.#frames > info.frames) throw damaged("more samples than announced");
    if (info.bits > MAX_EXACT_BITS) return [audio.channelData];
    const integers = audio.channelData.map((samples) => toIntegers(samples, info.bits));
    if (info.md5 !== undefined) this.#md5.update(interleave(integers, info.bits));
    return [integers.map((samples) => Float32Array.from(samples, (x) => x / 2 ** (info.bits - 1)))];
  }
}

/** The decoder divides by 2^(bits-1) - 1; undone here, so that full scale is 2^(bits-1) as everywhere else. */
function toIntegers(samples: Float32Array, bits: number): Int32Array {
  const scale = 2 ** (bits - 1) - 1;
  return Int32Array.from(samples, (x) => Math.round(x * scale));
}

/** The little-endian bytes that the MD5 is of. */
function interleave(channels: readonly Int32Array[], bits: number): Uint8Array {
  const sampleBytes = Math.ceil(bits / 8);
  const frames = channels[0]?.length ?? 0;
  const bytes = Buffer.alloc(frames * channels.length * sampleBytes);
  for (const [channel, samples] of channels.entries()) {
    for (let i = 0; i < frames; i++) {
      bytes.writeIntLE(samples[i] ?? 0, (i * channels.length + channel) * sampleBytes, sampleBytes);
    }
  }
  return bytes;
}

function damaged(what: string): SottoError {
  return new SottoError("AUDIO_DAMAGED", `FLAC: ${what}`);
}
