import { SottoError } from "../domain/errors.js";

/** Bytes from the start of a FLAC file to the end of its STREAMINFO block. */
export const FLAC_HEADER_BYTES = 42;

export interface FlacStreamInfo {
  readonly rateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** Samples of each channel; undefined where the writer did not know. */
  readonly frames: number | undefined;
  /** MD5 of the samples as little-endian integers, hex; undefined where the writer left it out. */
  readonly md5: string | undefined;
}

/**
 * Reads the STREAMINFO block (RFC 9639, section 8.2), which every FLAC file begins with.
 * @throws SottoError AUDIO_FORMAT_UNSUPPORTED
 */
export function parseFlacStreamInfo(head: Uint8Array): FlacStreamInfo {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isInfo = head.length >= FLAC_HEADER_BYTES && view.getUint32(0) === 0x664c_6143;
  if (!isInfo || (view.getUint8(4) & 0x7f) !== 0 || (view.getUint32(4) & 0xff_ffff) !== 34) {
    throw new SottoError("AUDIO_FORMAT_UNSUPPORTED", "FLAC: no STREAMINFO at the start");
  }
  const packed = view.getUint32(18);
  const frames = (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
  const md5 = [...head.subarray(26, 42)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    rateHz: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bits: ((packed >>> 4) & 31) + 1,
    frames: frames === 0 ? undefined : frames,
    md5: /^0+$/.test(md5) ? undefined : md5,
  };
}
