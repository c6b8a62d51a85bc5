import { OggFileDecoder } from "../../capture/edge/ogg-decoder.js";
import { SottoError } from "../../domain/errors.js";
import type { OpenedClip } from "../reader.js";
import { wavFile } from "../wav-file.js";

/** Sound for a loudspeaker: mono floats in [-1, 1]. */
export interface ClipSound {
  readonly samples: Float32Array;
  readonly rateHz: number;
}

/**
 * Decodes an opened clip.
 * @throws SottoError USAGE for a clip that is text, AUDIO_* when its bytes are no Opus in Ogg
 */
export async function decodeClip(clip: Pick<OpenedClip, "media" | "payload">): Promise<ClipSound> {
  if (clip.media === "text/plain") throw new SottoError("USAGE", "this clip is text and has no sound");
  const decoder = new OggFileDecoder();
  try {
    const blocks = [...(await decoder.push(clip.payload)), ...(await decoder.finish())];
    const parts = blocks.flatMap((block) => block.slice(0, 1));
    const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      samples.set(part, at);
      at += part.length;
    }
    if (samples.length === 0) throw new SottoError("AUDIO_EMPTY", "the clip holds no sound");
    return { samples, rateHz: decoder.format?.rateHz ?? 48_000 };
  } finally {
    decoder.release();
  }
}

/** The clip as a WAV file, mono, 16 bit. @throws as decodeClip */
export async function clipAsWav(clip: Pick<OpenedClip, "media" | "payload">): Promise<Uint8Array> {
  const { samples, rateHz } = await decodeClip(clip);
  return wavFile(samples, rateHz);
}
