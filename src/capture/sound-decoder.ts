/** What a sound says about itself. `frames` is undefined where the format does not tell before the end. */
export interface SoundFormat {
  readonly rateHz: number;
  readonly channels: number;
  readonly frames: number | undefined;
}

/** Samples of one stretch, one array per channel, all of the same length, floats (about) in [-1, 1]. */
export type PcmBlock = readonly Float32Array[];

/**
 * Bytes in, samples out, in pieces of any length, so that memory does not grow with the file.
 * Strict: what is damaged or cut short is refused, never repaired.
 */
export interface SoundDecoder {
  /** Undefined until enough bytes were pushed. */
  readonly format: SoundFormat | undefined;
  /** @throws SottoError AUDIO_FORMAT_UNSUPPORTED, AUDIO_DAMAGED, AUDIO_TRUNCATED */
  push(bytes: Uint8Array): Promise<readonly PcmBlock[]>;
  /** To be called once after the last byte. @throws as `push` */
  finish(): Promise<readonly PcmBlock[]>;
  /** Frees what the decoder holds; the decoder is not used afterwards. */
  release(): void;
}

export const MIN_RATE_HZ = 8_000;
export const MAX_RATE_HZ = 192_000;
export const MAX_CHANNELS = 32;
