import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SoundFileReader } from "../../capture/edge/sound-file.js";
import { toSamples } from "../../domain/audio.js";
import { SottoError } from "../../domain/errors.js";
import { type ManifestRow, parseManifest, parseTruth, type RowTruth } from "../../evaluation/manifest.js";
import { parseRecordings } from "../../evaluation/recording.js";
import { speechExtent } from "../../evaluation/speech-extent.js";

/** A wake word with what is said after it. */
export interface LatencyUtterance {
  readonly sound: Float32Array;
  /** End of the wake word, and the last sample of speech. */
  readonly wordEnd: number;
  readonly speechEnd: number;
}

/** Between the wake word and what was recorded without one. */
const PAUSE_SAMPLES = toSamples(0.25);

/** The demonstration's recordings. */
export async function demonstrationUtterances(folder: string): Promise<LatencyUtterance[]> {
  const recordings = parseRecordings(readFileSync(join(folder, "recordings.json"), "utf8"));
  const reader = new SoundFileReader();
  const utterances: LatencyUtterance[] = [];
  for (const { file, words } of recordings) {
    const { audio } = await reader.read(join(folder, file));
    const wordEnd = toSamples(words[0]?.[2] ?? 0);
    utterances.push({ sound: audio.samples, wordEnd, speechEnd: lastOfSpeech(audio.samples, words) });
  }
  return utterances;
}

/**
 * The rows of a manifest, each behind the wake word of a recording of the demonstration.
 * @throws SottoError FILE_UNREADABLE, MANIFEST_INVALID
 */
export async function manifestUtterances(options: {
  readonly manifest: string;
  readonly root: string | undefined;
  readonly demonstration: string;
}): Promise<LatencyUtterance[]> {
  const text = readManifest(options.manifest);
  const root = options.root ?? dirname(options.manifest);
  const truth = parseTruth(text);
  const reader = new SoundFileReader();
  const [first] = await demonstrationUtterances(options.demonstration);
  if (first === undefined) throw new SottoError("INTERNAL", "the demonstration has no recording");
  const word = first.sound.subarray(0, first.wordEnd);
  const utterances: LatencyUtterance[] = [];
  for (const [index, row] of parseManifest(text).entries()) {
    const command = await readRow(row, root, reader);
    const sound = new Float32Array(word.length + PAUSE_SAMPLES + command.length);
    sound.set(word);
    sound.set(command, word.length + PAUSE_SAMPLES);
    const spoken = lastOfSpeech(command, truth[index]?.words ?? []);
    utterances.push({ sound, wordEnd: word.length, speechEnd: word.length + PAUSE_SAMPLES + spoken });
  }
  return utterances;
}

/** By energy where the sound is clean enough to tell, and by its known words where they end earlier: noise is no speech. */
function lastOfSpeech(samples: Float32Array, words: NonNullable<RowTruth["words"]>): number {
  const byEnergy = toSamples(speechExtent(samples)?.end ?? 0);
  const word = words.at(-1);
  return word === undefined ? byEnergy : Math.min(byEnergy, toSamples(word[2]));
}

function readManifest(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

async function readRow(row: ManifestRow, root: string, reader: SoundFileReader): Promise<Float32Array> {
  const { audio } = await reader.read(join(root, row.path), {
    ...(row.start === undefined ? {} : { startSeconds: row.start }),
    ...(row.end === undefined ? {} : { endSeconds: row.end }),
  });
  return audio.samples;
}
