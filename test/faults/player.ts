import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../../scripts/voices/random.js";
import type { PlayedMicrophone } from "../../src/app/demonstration/played-microphone.js";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";
import { codeOf } from "../../src/domain/errors.js";
import { parseRecordings } from "../../src/evaluation/recording.js";

const RECORDINGS = fileURLToPath(new URL("../../scripts/demo/recordings", import.meta.url));
/** Room tone between two commands, by which the end of speech is known. */
const BETWEEN_MS = 1_500;

/** The six recordings of the demonstration, mono, 16 kHz, in the order of their numbers. */
export async function demonstrationSounds(): Promise<readonly Float32Array[]> {
  const recordings = parseRecordings(readFileSync(join(RECORDINGS, "recordings.json"), "utf8"));
  const sounds: Float32Array[] = [];
  for (const { file } of recordings) sounds.push((await readSoundFile(join(RECORDINGS, file))).audio.samples);
  return sounds;
}

export interface Player {
  /** Commands that were played to the end, whoever heard them. */
  readonly played: number;
  /** Plays no further one; resolves after the one that is being played. */
  calm(): Promise<void>;
}

/** Plays the sounds one after the other, in rounds of seeded order. While nobody listens it waits. */
export function playOn(microphone: PlayedMicrophone, sounds: readonly Float32Array[], seed: number): Player {
  const random = new Random(seed);
  const calm = new AbortController();
  let played = 0;
  const work = (async () => {
    while (!calm.signal.aborted) {
      for (const sound of random.shuffled(sounds)) {
        if (calm.signal.aborted) return;
        try {
          await microphone.play(sound);
        } catch (error) {
          if (codeOf(error) === "INTERNAL" && calm.signal.aborted) return;
          throw error;
        }
        played += 1;
        // Its only way to reject is our own signal, which the loop looks at.
        await systemClock.sleep(BETWEEN_MS, calm.signal).catch(() => undefined);
      }
    }
  })();
  return {
    get played() {
      return played;
    },
    async calm() {
      calm.abort();
      await work;
    },
  };
}
