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
}

/** Opus always decodes to this rate, whatever was recorded. */
const OPUS_RATE_HZ = 48_000;

/** Ogg Vorbis and Ogg Opus in WebAssembly, behind our own check of every page. */
export class OggFileDecoder implements SoundDecoder {
  readonly #pages = new OggPageReader();
  #open: OpenCodec | undefined;

  get format(): SoundFormat | undefined {
    if (this.#open === undefined) return undefined;
    return { rateHz: this.#open.rateHz, channels: this.#open.channels, frames: undefined };
  }

  async push(bytes: Uint8Array): Promise<readonly PcmBlock[]> {
    const blocks: PcmBlock[] = [];
    for (const page of this.#pages.push(bytes)) {
      const open = this.#open ?? openCodec(page.body);
      this.#open = open;
      blocks.push(...(await decoded(open, () => open.codec.decode(page.bytes))));
    }
    return blocks;
  }

  async finish(): Promise<readonly PcmBlock[]> {
    this.#pages.finish();
    const open = this.#open;
    return open === undefined ? [] : decoded(open, () => open.codec.flush());
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
    };
  }
  if (identification.length >= 19 && startsWith(identification, "OpusHead")) {
    return {
      codec: new OggOpusDecoder(),
      channels: view.getUint8(9),
      rateHz: OPUS_RATE_HZ,
      gain: 10 ** (view.getInt16(16, true) / (20 * 256)),
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
