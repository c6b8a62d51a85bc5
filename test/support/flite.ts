import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";

export type FliteVoice = "slt" | "rms" | "awb" | "kal";

/** Speech made on the spot, mono 16 kHz, without the silence around it. Needs the Debian package flite. */
export async function say(text: string, voice: FliteVoice = "slt"): Promise<Float32Array> {
  const folder = mkdtempSync(join(tmpdir(), "sotto-say-"));
  try {
    const file = join(folder, "said.wav");
    execFileSync("flite", ["-voice", voice, "-t", text, "-o", file]);
    return trimmed((await readSoundFile(file)).audio.samples);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Pieces behind each other, `gapSeconds` of silence before, between and behind them. */
export function joined(pieces: readonly Float32Array[], gapSeconds: number) {
  const gap = Math.round(gapSeconds * 16_000);
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length + gap, gap));
  const spans: { readonly start: number; readonly end: number }[] = [];
  let at = gap;
  for (const piece of pieces) {
    samples.set(piece, at);
    spans.push({ start: at, end: at + piece.length });
    at += piece.length + gap;
  }
  return { samples, spans };
}

function trimmed(samples: Float32Array): Float32Array {
  const loud = (sample: number) => Math.abs(sample) > 0.01;
  return samples.slice(samples.findIndex(loud), samples.findLastIndex(loud) + 1);
}
