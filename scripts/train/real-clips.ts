import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SoundFileReader } from "../../src/capture/edge/sound-file.js";
import { SottoError } from "../../src/domain/errors.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { Clip } from "./clip.js";
import { loudestSpan } from "./speech-mask.js";

const rowSchema = z.object({
  path: z.string(),
  start: z.number().optional(),
  end: z.number().optional(),
  label: z.string(),
  speaker: z.union([z.string(), z.array(z.string()), z.null()]),
});
type Row = z.infer<typeof rowSchema>;

/** Sets that train, calibrate and report by their speakers. */
export const SPLIT_SETS = [
  "wake-picovoice",
  "wake-community",
  "misc-clips",
  "commands-picovoice",
  "digits-fsdd",
  "digits-gsc",
  "speech-libri",
] as const;
export const NOISE_SETS = ["noise-esc10", "noise-gsc", "noise-speechbrain"] as const;
/** Sets that no one trains on; their figures are printed. */
export const REPORTED_SETS = ["speech-lj", "speech-meetings"] as const;

export async function realClips(data: string, set: string): Promise<Clip[]> {
  const reader = new SoundFileReader();
  const clips: Clip[] = [];
  const lines = (await readFile(join(data, "manifests", `${set}.jsonl`), "utf8"))
    .split("\n")
    .filter((l) => l !== "");
  for (const [index, line] of lines.entries()) {
    const row = rowSchema.parse(JSON.parse(line));
    const { audio } = await reader.read(join(data, row.path), {
      ...(row.start === undefined ? {} : { startSeconds: row.start }),
      ...(row.end === undefined ? {} : { endSeconds: row.end }),
    });
    clips.push(clipOf(set, index, row, audio.samples));
  }
  if (clips.length === 0) throw new SottoError("FILE_UNREADABLE", `no rows in ${set}`);
  return clips;
}

function clipOf(set: string, index: number, row: Row, samples: Float32Array): Clip {
  const noise = row.label.startsWith("noise:");
  const word = WAKE_WORDS.find((w) => new RegExp(`^wake:(hey_)?${w}$`).test(row.label));
  const span = word === undefined ? undefined : loudestSpan(samples);
  const isWake = word !== undefined && span !== undefined;
  return {
    id: `${set}:${index}`,
    // A speaker nobody named counts as one of his own clip.
    speaker: row.speaker === null ? `${set}:${index}` : [row.speaker].flat().join("+"),
    source: set,
    kind: noise ? "noise" : isWake ? "wake" : "speech",
    samples,
    wakes: isWake ? [{ word, start: span.start, end: span.end }] : [],
    personal: personalOf(set, row.label, samples),
  };
}

/** Digits are personal data once several follow each other; the streams join them. Read books are not marked. */
function personalOf(set: string, label: string, samples: Float32Array): Clip["personal"] {
  if (label === "digit" || label === "digit_string")
    return [loudestSpan(samples) ?? { start: 0, end: samples.length }];
  return set === "misc-clips" || set.startsWith("speech-") ? "unknown" : [];
}
