import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { writeWav } from "../voices/wav-file.js";

const SILENCE_S = 2;

/** A recording as aplay takes it: 16 kHz mono, with silence around it. */
export async function writeSpeech(recording: string, out: string): Promise<void> {
  const { audio } = await readSoundFile(recording);
  const silence = SILENCE_S * SAMPLE_RATE_HZ;
  const around = new Float32Array(audio.samples.length + 2 * silence);
  around.set(audio.samples, silence);
  await writeWav(out, around);
}
