import { writeFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import type { OpenedClip } from "../reader.js";
import { clipAsWav } from "./clip-sound.js";

/** `original` is Opus in Ogg, or text: the bytes that were sealed. */
export type ExportForm = "original" | "wav";

/**
 * Writes an opened clip to a new file that only its owner may read. From there on it is an ordinary file in clear.
 * @throws SottoError FILE_UNREADABLE also when the file exists: nothing is overwritten; USAGE for a text as WAV
 */
export async function exportClip(clip: OpenedClip, path: string, form: ExportForm): Promise<void> {
  const bytes = form === "wav" ? await clipAsWav(clip) : clip.payload;
  try {
    writeFileSync(path, bytes, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `could not write ${path}; an existing file is kept`, cause);
  }
}
