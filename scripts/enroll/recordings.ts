import { existsSync } from "node:fs";
import { join } from "node:path";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import { sharedDataFolder } from "../shared-data.js";
import type { Clip } from "../train/clip.js";
import { cachedClips } from "../train/clip-cache.js";
import { NOISE_SETS, realClips } from "../train/real-clips.js";
import { foldOfText } from "./voices.js";

/** Ordinary speech of people, in pieces of some seconds. */
const TALK_SETS = ["speech-libri", "speech-lj", "speech-meetings", "commands-picovoice"] as const;
/** A long reading is cut, so that it is laid out among other things. */
const PIECE_SAMPLES = 20 * 16_000;
const RECIPE = 1;

export interface Recorded {
  readonly clip: Clip;
  readonly folds: readonly number[];
}

/** Recordings of people and of household noise; none where the folder of recordings is not beside the project. */
export interface Recordings {
  readonly talk: readonly Recorded[];
  readonly noises: readonly Recorded[];
}

export async function recordings(): Promise<Recordings> {
  const data = sharedDataFolder();
  if (!existsSync(join(data, "manifests"))) return { talk: [], noises: [] };
  const recogniser = () => loadMoonshine(new FileModelStore());
  const read = async (sets: readonly string[]) => {
    const clips: Clip[] = [];
    for (const set of sets)
      clips.push(...(await cachedClips(`enroll-${set}`, RECIPE, () => realClips(data, set, recogniser))));
    return clips;
  };
  const talk = (await read(TALK_SETS)).flatMap(pieces);
  const folded = (clip: Clip): Recorded => ({ clip, folds: [foldOfText(clip.speaker)] });
  return { talk: talk.map(folded), noises: (await read(NOISE_SETS)).map(folded) };
}

function pieces(clip: Clip): Clip[] {
  const count = Math.max(1, Math.ceil(clip.samples.length / PIECE_SAMPLES));
  return Array.from({ length: count }, (_, index) => ({
    ...clip,
    id: `${clip.id}:${index}`,
    samples: clip.samples.subarray(index * PIECE_SAMPLES, (index + 1) * PIECE_SAMPLES),
    personal: "unknown",
  }));
}
