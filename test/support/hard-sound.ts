import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { seeded } from "./seeded.js";

const RATE = 16_000;

/** A language that is not English, by espeak-ng. */
export async function sayIn(language: "de" | "es" | "fr" | "it" | "pl", text: string): Promise<Float32Array> {
  const folder = mkdtempSync(join(tmpdir(), "sotto-say-"));
  try {
    const file = join(folder, "said.wav");
    execFileSync("espeak-ng", ["-v", language, "-s", "150", "-w", file, text]);
    return (await readSoundFile(file)).audio.samples.slice();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both at once, as loud as each other. */
export function together(a: Float32Array, b: Float32Array): Float32Array {
  const longer = new Float32Array(Math.max(a.length, b.length));
  return longer.map((_, i) => Math.max(-1, Math.min(1, (a[i] ?? 0) + (b[i] ?? 0))));
}

/** Voiced bursts with breath, nearly five a second and falling in pitch: "ha ha ha". */
export function laughter(seconds: number): Float32Array {
  const random = seeded(4);
  let phase = 0;
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const at = i / RATE;
    const inBurst = (at * 4.7) % 1;
    const loud = inBurst < 0.55 ? Math.sin((Math.PI * inBurst) / 0.55) : 0;
    phase += (240 - 30 * at) / RATE;
    const pulse = (1 - (phase % 1)) ** 3 * Math.sin(2 * Math.PI * 780 * ((phase % 1) / 240));
    return 0.5 * loud * pulse + 0.1 * loud * (random() - 0.5);
  });
}

/** A slow tune of plain chords, hummed: no words. */
export function hum(seconds: number): Float32Array {
  const notes = [220, 262, 294, 330, 262, 247, 220, 196];
  return Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const at = i / RATE;
    const note = notes[Math.floor(at * 2) % notes.length] ?? 220;
    const attack = Math.min(1, ((at * 2) % 1) * 8);
    const tones = [1, 2, 3, 4].reduce((sum, h) => sum + Math.sin(2 * Math.PI * note * h * at) / h, 0);
    return 0.12 * attack * tones;
  });
}

/** The same speech with the noise of breath instead of a voice: 16 bands, each as loud from moment to moment. */
export function whispered(speech: Float32Array): Float32Array {
  const random = seeded(9);
  const noise = Float32Array.from(speech, () => random() - 0.5);
  const out = new Float32Array(speech.length);
  for (let band = 0; band < 16; band++) {
    const hertz = 200 * (7_000 / 200) ** (band / 15);
    const said = bandOf(speech, hertz);
    const breath = bandOf(noise, hertz);
    let level = 0;
    let own = 1e-6;
    for (let i = 0; i < out.length; i++) {
      level += 0.004 * (Math.abs(said[i] ?? 0) - level);
      own += 0.0005 * (Math.abs(breath[i] ?? 0) - own);
      out[i] = (out[i] ?? 0) + (0.6 * level * (breath[i] ?? 0)) / (own + 1e-6);
    }
  }
  return out;
}

/** One resonance, a quarter of its frequency wide. */
function bandOf(samples: Float32Array, hertz: number): Float32Array {
  const radius = Math.exp((-Math.PI * hertz * 0.25) / RATE);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hertz) / RATE);
  let one = 0;
  let two = 0;
  return samples.map((sample) => {
    const now = (1 - radius) * sample + turn * one - radius * radius * two;
    two = one;
    one = now;
    return now;
  });
}

/** Far too loud for the converter. */
export function clipped(speech: Float32Array): Float32Array {
  return speech.map((sample) => Math.max(-1, Math.min(1, 40 * sample)));
}
