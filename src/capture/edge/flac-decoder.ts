import { createHash, type Hash } from "node:crypto";
import { type FLACDecodedAudio, FLACDecoder } from "@wasm-audio-decoders/flac";
import { SottoError } from "../../domain/errors.js";
import { ByteQueue } from "../byte-queue.js";
import { FLAC_HEADER_BYTES, type FlacStreamInfo, parseFlacStreamInfo } from "../flac-stream-info.js";
import type { PcmBlock, SoundDecoder, SoundFormat } from "../sound-decoder.js";

/** Integers of more bits than this do not survive the decoder's 32-bit floats, so their MD5 can't be checked. */
const MAX_CHECKED_BITS = 24;

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
    const blocks = this.#accept(await this.#guard(() => this.#decoder.flush()), info);
    if (info.frames !== undefined && this.#frames < info.frames) {
      const missing = info.frames - this.#frames;
      throw new SottoError("AUDIO_TRUNCATED", `FLAC: ${missing} of ${info.frames} samples are missing`);
    }
    const checked = info.md5 !== undefined && info.bits <= MAX_CHECKED_BITS;
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
    if (info.md5 !== undefined && info.bits <= MAX_CHECKED_BITS) {
      this.#md5.update(interleave(audio.channelData, info.bits));
    }
    return [audio.channelData];
  }
}

/** Floats back to the little-endian integers that the MD5 is of. */
function interleave(block: PcmBlock, bits: number): Uint8Array {
  const sampleBytes = Math.ceil(bits / 8);
  const frames = block[0]?.length ?? 0;
  const bytes = Buffer.alloc(frames * block.length * sampleBytes);
  const scale = 2 ** (bits - 1);
  for (const [channel, samples] of block.entries()) {
    for (let i = 0; i < frames; i++) {
      const value = Math.round((samples[i] ?? 0) * scale);
      bytes.writeIntLE(value, (i * block.length + channel) * sampleBytes, sampleBytes);
    }
  }
  return bytes;
}

function damaged(what: string): SottoError {
  return new SottoError("AUDIO_DAMAGED", `FLAC: ${what}`);
}
