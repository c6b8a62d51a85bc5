import { roomTone } from "../../src/capture/room-tone.js";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { Random } from "../voices/random.js";
import type { Clip } from "./clip.js";
import { addNoise, type NoiseSources } from "./noise.js";
import { MASK_STEP, spansOf, speechMask } from "./speech-mask.js";
import type { Stream } from "./stream.js";

/** Quiet before and after a recording, as `sotto replay` gives it. */
export const ROW_PAD = 32_000;

/** One recording as a row of its own: as it was recorded, or in household noise at 10 dB. */
export function rowStream(clip: Clip, noises: NoiseSources | undefined, seed: number): Stream {
  const length = Math.ceil((clip.samples.length + 2 * ROW_PAD) / HOP_SAMPLES) * HOP_SAMPLES;
  const samples = roomTone(length);
  samples.set(clip.samples, ROW_PAD);
  if (noises !== undefined) addNoise(samples, noises, "noisy", new Random(seed));
  const steps = length / MASK_STEP;
  const marks = { speech: new Int8Array(steps), digits: new Int8Array(steps), spelled: new Int8Array(steps) };
  const first = ROW_PAD / MASK_STEP;
  const last = first + Math.ceil(clip.samples.length / MASK_STEP);
  if (clip.kind !== "noise") {
    for (const { start, end } of spansOf(speechMask(clip.samples))) {
      marks.speech.fill(1, first + start / MASK_STEP, first + end / MASK_STEP);
    }
  }
  if (clip.personal === "unknown") {
    marks.digits.fill(-1, first, last);
    marks.spelled.fill(-1, first, last);
  } else {
    for (const { start, end, kind } of clip.personal) {
      const span = [first + Math.floor(start / MASK_STEP), first + Math.ceil(end / MASK_STEP)] as const;
      marks.digits.fill(kind === "digits" ? 1 : -1, ...span);
      marks.spelled.fill(kind === "spelled" ? 1 : -1, ...span);
    }
  }
  const { id, speaker, source } = clip;
  const wakes = clip.wakes.map(({ word, end, known }) => ({
    word,
    known,
    end: end + ROW_PAD,
    clip: id,
    speaker,
    source,
  }));
  return { samples, wakes, ...marks };
}
