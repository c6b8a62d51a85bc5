/** 20 ms at 16 kHz: what one Opus packet holds. */
export const OPUS_FRAME_SAMPLES = 320;
/** 24 kbit/s, constant. */
export const OPUS_BITRATE = 24_000;
/** So every packet has this many bytes, whatever was said: a packet's size must not tell. */
export const OPUS_PACKET_BYTES = 60;

/** One clip's encoder. Not used for a second clip: its state remembers sound. */
export interface OpusEncoder {
  /** Samples at 16 kHz by which the decoded sound comes later than what was given. */
  readonly lookaheadSamples: number;
  /**
   * `frame`: OPUS_FRAME_SAMPLES samples. Answers a packet of its own of OPUS_PACKET_BYTES bytes.
   * @throws SottoError ENCODE_FAILED
   */
  encode(frame: Int16Array): Uint8Array;
  release(): void;
}

/** Opus, mono, 16 kHz in, constant bit rate, tuned for voice. */
export interface OpusCodec {
  /** @throws SottoError ENCODE_FAILED when the constant bit rate can't be set */
  open(): OpusEncoder;
}
