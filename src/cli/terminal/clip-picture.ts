import { decodeClip } from "../../read/edge/clip-sound.js";
import type { OpenedClip } from "../../read/reader.js";
import { drawWaveform } from "./waveform.js";

const PICTURE_COLUMNS = 64;

/** One line that shows an opened clip: its words, or its sound with the cuts. */
export async function clipPicture(clip: OpenedClip): Promise<string> {
  if (clip.media === "text/plain") return new TextDecoder().decode(clip.payload);
  const { samples, rateHz } = await decodeClip(clip);
  const cuts = clip.removed.map(({ startMs, endMs }) => ({
    start: (startMs * rateHz) / 1000,
    end: (endMs * rateHz) / 1000,
  }));
  return drawWaveform(samples, cuts, PICTURE_COLUMNS);
}
