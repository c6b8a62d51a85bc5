import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { SottoError } from "../../domain/errors.js";
import { OggPageReader, startsWith } from "../ogg-page-reader.js";
import type { PcmBlock, SoundDecoder, SoundFormat } from "../sound-decoder.js";

/** What both decoders give. */
interface DecodedAudio {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly errors: readonly unknown[];
}

interface OggCodec {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): DecodedAudio | Promise<DecodedAudio>;
  flush(): Promise<DecodedAudio>;
  free(): void;
}

interface OpenCodec {
  readonly codec: OggCodec;
  readonly rateHz: number;
  readonly channels: number;
  /** Factor that the header asks players to apply. */
  readonly gain: number;
  /** Opus: samples before the sound begins, which the last page's position counts. Undefined for Vorbis. */
  readonly skip: number | undefined;
}

/** Opus always decodes to this rate, whatever was recorded. */
const OPUS_RATE_HZ = 48_000;

/** Ogg Vorbis and Ogg Opus in WebAssembly, behind our own check of every page. */
export class OggFileDecoder implements SoundDecoder {
  readonly #pages = new OggPageReader();
  #open: OpenCodec | undefined;
  #framesLeft = Number.POSITIVE_INFINITY;
  #frames = 0;

  get format(): SoundFormat | undefined {
    if (this.#open === undefined) return undefined;
    return { rateHz: this.#open.rateHz, channels: this.#open.channels, frames: undefined };
  }

  async push(bytes: Uint8Array): Promise<readonly PcmBlock[]> {
    const blocks: PcmBlock[] = [];
    for (const page of this.#pages.push(bytes)) {
      const open = this.#open ?? openCodec(page.body);
      this.#open = open;
      // The decoder trims the end of Opus too little, by the very samples that it skipped at the start.
      if (page.isLast && open.skip !== undefined) {
        this.#framesLeft = Math.max(0, Number(page.granule) - open.skip - this.#frames);
      }
      blocks.push(...this.#count(await decoded(open, () => open.codec.decode(page.bytes))));
    }
    return blocks;
  }

  async finish(): Promise<readonly PcmBlock[]> {
    this.#pages.finish();
    const open = this.#open;
    return open === undefined ? [] : this.#count(await decoded(open, () => open.codec.flush()));
  }

  #count(blocks: readonly PcmBlock[]): PcmBlock[] {
    return blocks.map((block) => {
      const frames = Math.min(block[0]?.length ?? 0, this.#framesLeft);
      this.#frames += frames;
      this.#framesLeft -= frames;
      return block.map((channel) => channel.subarray(0, frames));
    });
  }

  release(): void {
    this.#open?.codec.free();
  }
}

function openCodec(identification: Uint8Array): OpenCodec {
  const view = new DataView(identification.buffer, identification.byteOffset, identification.byteLength);
  if (identification.length >= 30 && startsWith(identification, "\x01vorbis")) {
    return {
      codec: new OggVorbisDecoder(),
      channels: view.getUint8(11),
      rateHz: view.getUint32(12, true),
      gain: 1,
      skip: undefined,
    };
  }
  if (identification.length >= 19 && startsWith(identification, "OpusHead")) {
    return {
      codec: new OggOpusDecoder(),
      channels: view.getUint8(9),
      rateHz: OPUS_RATE_HZ,
      gain: 10 ** (view.getInt16(16, true) / (20 * 256)),
      skip: view.getUint16(10, true),
    };
  }
  throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", "Ogg: neither Vorbis nor Opus");
}

async function decoded(
  open: OpenCodec,
  work: () => DecodedAudio | Promise<DecodedAudio>,
): Promise<readonly PcmBlock[]> {
  await open.codec.ready;
  let audio: DecodedAudio;
  try {
    audio = await work();
  } catch (cause) {
    throw new SottoError("AUDIO_DAMAGED", "Ogg: the decoder gave up", cause);
  }
  if (audio.errors.length > 0) throw new SottoError("AUDIO_DAMAGED", "Ogg: a packet can't be decoded");
  if (audio.samplesDecoded <= 0) return [];
  if (open.gain !== 1) {
    for (const channel of audio.channelData) {
      for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] ?? 0) * open.gain;
    }
  }
  return [audio.channelData];
}
