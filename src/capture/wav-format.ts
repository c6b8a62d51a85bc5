import { SottoError } from "../domain/errors.js";
import { MAX_CHANNELS, MAX_RATE_HZ, MIN_RATE_HZ } from "./sound-decoder.js";

/** How one sample is written. 8-bit WAV is unsigned, all other integers are signed little-endian. */
export type WavEncoding = "uint8" | "int16" | "int24" | "int32" | "float32" | "float64";

export interface WavFormat {
  readonly rateHz: number;
  readonly channels: number;
  readonly encoding: WavEncoding;
  /** Bytes of one sample of every channel. */
  readonly frameBytes: number;
}

const FORMAT_PCM = 1;
const FORMAT_FLOAT = 3;
const FORMAT_EXTENSIBLE = 0xfffe;
/** Bytes 2 to 15 of every KSDATAFORMAT_SUBTYPE GUID; bytes 0 and 1 are the plain format tag. */
const GUID_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/**
 * Reads the body of a `fmt ` chunk (Microsoft's WAVEFORMATEX and WAVEFORMATEXTENSIBLE).
 * @throws SottoError AUDIO_FORMAT_UNSUPPORTED for compressed sound (A-law and mu-law too) and impossible headers
 */
export function parseWavFormat(body: Uint8Array): WavFormat {
  if (body.length < 16) throw refused(`a format chunk of ${body.length} bytes`);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const channels = view.getUint16(2, true);
  const rateHz = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  const tag = plainTag(view, body);

  if (channels < 1 || channels > MAX_CHANNELS) throw refused(`${channels} channels`);
  if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) throw refused(`a rate of ${rateHz} Hz`);
  const encoding = encodingOf(tag, bits);
  if (encoding === undefined) throw refused(`format ${tag} with ${bits} bits`);
  if (frameBytes !== (channels * bits) / 8) throw refused(`frames of ${frameBytes} bytes`);
  return { rateHz, channels, encoding, frameBytes };
}

function plainTag(view: DataView, body: Uint8Array): number {
  const tag = view.getUint16(0, true);
  if (tag !== FORMAT_EXTENSIBLE) return tag;
  if (body.length < 40) throw refused(`an extensible format chunk of ${body.length} bytes`);
  const validBits = view.getUint16(18, true);
  if (validBits > view.getUint16(14, true)) throw refused(`${validBits} valid bits`);
  if (GUID_TAIL.some((byte, i) => body[26 + i] !== byte)) throw refused("an unknown extensible format");
  return view.getUint16(24, true);
}

function encodingOf(tag: number, bits: number): WavEncoding | undefined {
  if (tag === FORMAT_PCM) {
    switch (bits) {
      case 8:
        return "uint8";
      case 16:
        return "int16";
      case 24:
        return "int24";
      case 32:
        return "int32";
      default:
        return undefined;
    }
  }
  if (tag !== FORMAT_FLOAT) return undefined;
  return bits === 32 ? "float32" : bits === 64 ? "float64" : undefined;
}

/** Interleaved bytes to one array per channel. `bytes` holds whole frames. */
export function deinterleave(bytes: Uint8Array, format: WavFormat): Float32Array[] {
  const { channels, frameBytes } = format;
  const frames = bytes.length / frameBytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = SAMPLE_READERS[format.encoding];
  const sampleBytes = frameBytes / channels;
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    let at = channel * sampleBytes;
    for (let i = 0; i < frames; i++) {
      out[i] = read(view, at);
      at += frameBytes;
    }
    return out;
  });
}

const SAMPLE_READERS: Readonly<Record<WavEncoding, (view: DataView, at: number) => number>> = {
  uint8: (view, at) => (view.getUint8(at) - 128) / 128,
  int16: (view, at) => view.getInt16(at, true) / 32_768,
  int24: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608,
  int32: (view, at) => view.getInt32(at, true) / 2_147_483_648,
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

export function refused(what: string): SottoError {
  return new SottoError("AUDIO_FORMAT_UNSUPPORTED", `WAV: ${what}`);
}
