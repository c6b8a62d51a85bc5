import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSoundFile } from "../../capture/edge/sound-file.js";
import { RawAudio } from "../../capture/raw-audio.js";
import { SAMPLE_RATE_HZ, toSamples } from "../../domain/audio.js";
import { parseRecordings } from "../../evaluation/recording.js";

/** What the utterance collector keeps after the last speech. */
const TAIL_SECONDS = 0.24;

export interface BenchSound {
  /** Every recording from its first to its last sample, one after the other. */
  readonly stream: Float32Array;
  /** The recordings one by one. */
  readonly sounds: readonly Float32Array[];
  /** What follows each wake word. */
  readonly commands: readonly Float32Array[];
}

/** The demonstration's recordings, as a stream for the hot loop and as utterances for the stages. */
export async function readBenchSound(folder: string): Promise<BenchSound> {
  const recordings = parseRecordings(readFileSync(join(folder, "recordings.json"), "utf8"));
  const sounds: Float32Array[] = [];
  const commands: Float32Array[] = [];
  for (const recording of recordings) {
    const { audio } = await readSoundFile(join(folder, recording.file));
    sounds.push(audio.samples);
    const start = toSamples(recording.words[0]?.[2] ?? 0);
    const spoken = toSamples(recording.words.at(-1)?.[2] ?? 0);
    const command = new Float32Array(spoken - start + TAIL_SECONDS * SAMPLE_RATE_HZ);
    command.set(audio.samples.subarray(start, start + command.length));
    commands.push(command);
  }
  const stream = new Float32Array(sounds.reduce((sum, sound) => sum + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    stream.set(sound, at);
    at += sound.length;
  }
  return { stream, sounds, commands };
}

/** A copy, because the stages erase what they were given. */
export function utteranceOf(command: Float32Array): RawAudio {
  return RawAudio.of(command.slice());
}
