import { toPcm16 } from "../domain/audio.js";

/** Bytes of the head of a plain WAV file. */
const HEAD_BYTES = 44;

/**
 * A WAV file: mono, 16 bit.
 * @param samples floats in [-1, 1]; louder ones are clipped
 */
export function wavFile(samples: Float32Array, rateHz: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const ascii = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
  ascii(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, 2 * rateHz, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  for (const [index, sample] of samples.entries()) {
    view.setInt16(HEAD_BYTES + 2 * index, toPcm16(sample), true);
  }
  return bytes;
}
