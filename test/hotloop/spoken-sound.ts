import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { sharedData } from "../support/shared-data.js";

/** Speech of 10 s or so to compare engines on: real readers where the shared data is, else a synthesiser. */
export async function spokenSound(): Promise<Float32Array> {
  const shared = sharedData();
  if (shared !== undefined) {
    const path = join(shared, "audio/speech-libri/train-clean-100_many-speakers_01.ogg");
    return (await readSoundFile(path, { startSeconds: 0, endSeconds: 12 })).audio.samples;
  }
  const folder = mkdtempSync(join(tmpdir(), "sotto-spoken-"));
  try {
    const path = join(folder, "spoken.wav");
    const text =
      "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. Computer, stop.";
    execFileSync("flite", ["-voice", "slt", "-t", text, "-o", path]);
    return (await readSoundFile(path)).audio.samples;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
