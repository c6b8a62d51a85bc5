import { toPcm16, toSeconds } from "../domain/audio.js";
import { SottoError } from "../domain/errors.js";
import type { VerifiedClip } from "../verify/verified-clip.js";
import { muxOggOpus } from "./ogg.js";
import { OPUS_FRAME_SAMPLES, OPUS_PACKET_BYTES, type OpusCodec } from "./opus-codec.js";

/** What a clip's bytes are: Opus in Ogg, or UTF-8 text. */
export type EncodedMedia = "audio/ogg" | "text/plain";

/** A verified clip as the owner's reader will play or show it. Made here only, and from a verified clip only. */
export class EncodedClip {
  readonly media: EncodedMedia;
  /** The clip's own; not to be written to. */
  readonly bytes: Uint8Array;
  /** Of the sound, in milliseconds; 0 for text, which has no length in time. */
  readonly durationMs: number;

  private constructor(media: EncodedMedia, bytes: Uint8Array, durationMs: number) {
    this.media = media;
    this.bytes = bytes;
    this.durationMs = durationMs;
  }

  /**
   * Sound becomes Opus at a constant bit rate, so that the size tells the length and nothing else: about 3.2 KB a
   * second, 12 s in 38 KB.
   * @throws SottoError AUDIO_EMPTY, ENCODE_FAILED
   */
  static encode(clip: VerifiedClip, codec: OpusCodec): EncodedClip {
    const content = clip.content;
    if (content.kind === "text") {
      return new EncodedClip("text/plain", new TextEncoder().encode(content.text), 0);
    }
    const bytes = encodeSound(content.samples, codec);
    return new EncodedClip("audio/ogg", bytes, toSeconds(content.samples.length) * 1_000);
  }

  /** Overwrites a clip that is not to be sealed. */
  erase(): void {
    this.bytes.fill(0);
  }
}

/** Mono 16 kHz samples in [-1, 1] to Opus in Ogg. For tests; clips go through EncodedClip. */
export function encodeSound(samples: Float32Array, codec: OpusCodec): Uint8Array {
  if (samples.length === 0) throw new SottoError("AUDIO_EMPTY", "nothing to encode");
  const encoder = codec.open();
  try {
    const skipSamples = encoder.lookaheadSamples;
    const packetCount = Math.ceil((samples.length + skipSamples) / OPUS_FRAME_SAMPLES);
    const packets = Array.from({ length: packetCount }, (_, index) => {
      const frame = frameAt(samples, index * OPUS_FRAME_SAMPLES);
      const packet = encoder.encode(frame);
      frame.fill(0);
      if (packet.length !== OPUS_PACKET_BYTES) {
        throw new SottoError(
          "ENCODE_FAILED",
          `a packet of ${packet.length} bytes: the bit rate is not constant`,
        );
      }
      return packet;
    });
    return muxOggOpus({ packets, packetSamples: OPUS_FRAME_SAMPLES, skipSamples, samples: samples.length });
  } finally {
    encoder.release();
  }
}

/** Filled with silence behind the end. */
function frameAt(samples: Float32Array, start: number): Int16Array {
  const frame = new Int16Array(OPUS_FRAME_SAMPLES);
  const part = samples.subarray(start, start + OPUS_FRAME_SAMPLES);
  for (const [i, x] of part.entries()) frame[i] = toPcm16(x);
  return frame;
}
