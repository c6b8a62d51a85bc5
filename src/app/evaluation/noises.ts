import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SoundFileReader } from "../../capture/edge/sound-file.js";
import { SottoError } from "../../domain/errors.js";
import { rms } from "../../evaluation/louder-half.js";
import { parseManifest } from "../../evaluation/manifest.js";
import { madeNoises } from "../../evaluation/noise/made-noise.js";
import type { Noise } from "../../evaluation/noise/noise-piece.js";

/** Where noise comes from: recordings that a manifest names, or the program itself. */
export interface NoiseChoice {
  readonly manifest: string | undefined;
  readonly root: string | undefined;
  readonly seed: number;
}

export interface ChosenNoises {
  readonly noises: readonly Noise[];
  /** For the head of the tables. */
  readonly told: string;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/**
 * Reads all the noise at once: twenty minutes of it are 77 MB. Silent recordings are left out.
 * @throws SottoError MANIFEST_INVALID, USAGE for a manifest without noise, and as SoundFileReader.read does
 */
export async function chooseNoises({ manifest, root, seed }: NoiseChoice): Promise<ChosenNoises> {
  if (manifest === undefined) {
    const noises = madeNoises(seed);
    return { noises, told: `noise made by the program: ${noises.map(({ name }) => name).join(", ")}` };
  }
  const reader = new SoundFileReader();
  const folder = root ?? dirname(manifest);
  const noises: Noise[] = [];
  for (const row of parseManifest(readText(manifest))) {
    const { audio } = await reader.read(join(folder, row.path), {
      ...(row.start === undefined ? {} : { startSeconds: row.start }),
      ...(row.end === undefined ? {} : { endSeconds: row.end }),
    });
    if (rms(audio.samples) > 0) noises.push({ name: row.path, samples: audio.samples });
  }
  if (noises.length === 0) throw new SottoError("USAGE", `${manifest} names no noise`);
  return { noises, told: `noise recorded: ${noises.length} pieces of ${basename(manifest)}` };
}
