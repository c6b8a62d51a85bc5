import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { speak } from "../voices/speak.js";

const run = promisify(execFile);

/** How an utterance is to be said: "flite:slt", "espeak:en-gb+f2", or a training voice of Kokoro or a blend of two. */
export interface Manner {
  readonly speaker: string;
  /** 1 is natural. */
  readonly speed: number;
}

const ESPEAK_WORDS_A_MINUTE = 165;

/**
 * Says a text. @returns mono 16 kHz; undefined where the synthesiser crashed on it (espeak-ng does so once in 7,000)
 * @throws SottoError as `speak` does
 */
export async function say(text: string, { speaker, speed }: Manner): Promise<Float32Array | undefined> {
  const [engine, voice] = speaker.split(":");
  if (voice === undefined) return (await speak(text, speaker, { speed })).samples;
  const folder = await mkdtemp(join(tmpdir(), "sotto-say-"));
  const wav = join(folder, "said.wav");
  try {
    if (engine === "flite") {
      const stretch = String(1 / speed);
      await run("flite", ["-voice", voice, "--setf", `duration_stretch=${stretch}`, "-t", text, "-o", wav]);
    } else {
      const rate = String(Math.round(ESPEAK_WORDS_A_MINUTE * speed));
      await run("espeak-ng", ["-v", voice, "-s", rate, "-w", wav, text]);
    }
    return (await readSoundFile(wav)).audio.samples;
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
