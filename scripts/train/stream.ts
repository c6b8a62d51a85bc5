import type { Random } from "../voices/random.js";
import type { Clip, SpokenWake } from "./clip.js";
import { addNoise, type Condition, type NoiseSources } from "./noise.js";
import { coloured, inRoom, narrowed, warped } from "./room.js";
import { MASK_STEP, spansOf, speechMask } from "./speech-mask.js";

/** A minute or so of sound as a microphone would give it, and what is in it. */
export interface Stream {
  readonly samples: Float32Array;
  readonly wakes: readonly WakeEvent[];
  /** 1 speech, 0 none, -1 not known; steps of 10 ms. */
  readonly speech: Int8Array;
  /** Numbers and letters that are read out: 1 they are, 0 not, -1 not known; steps of 10 ms. */
  readonly digits: Int8Array;
  readonly spelled: Int8Array;
}

export interface WakeEvent {
  readonly word: string;
  /** Sample. */
  readonly end: number;
  readonly known: SpokenWake["known"];
  readonly clip: string;
  readonly speaker: string;
  readonly source: string;
}

const PERSONAL_GAP_STEPS = 30;

interface Scene {
  readonly sound: Float32Array;
  readonly speech: Int8Array;
  readonly digits: Int8Array;
  readonly spelled: Int8Array;
  readonly wakes: WakeEvent[];
  at: number;
}

/**
 * Lays clips one after the other, with the pauses of people: a wake word is followed by a command at once, after a
 * pause, or by nothing. Digits are joined to strings. Over all lies one noise.
 */
export function makeStream(
  clips: readonly Clip[],
  {
    noises,
    followers,
    condition,
    random,
  }: {
    readonly noises: NoiseSources;
    /** Commands that may follow a wake word. */
    readonly followers: readonly Clip[];
    readonly condition: Condition;
    readonly random: Random;
  },
): Stream {
  const length = 16_000 * 4 + clips.reduce((sum, clip) => sum + clip.samples.length * 1.2 + 16_000 * 9, 0);
  const scene: Scene = {
    sound: new Float32Array(Math.ceil(length)),
    speech: new Int8Array(Math.ceil(length / MASK_STEP)),
    digits: new Int8Array(Math.ceil(length / MASK_STEP)),
    spelled: new Int8Array(Math.ceil(length / MASK_STEP)),
    wakes: [],
    at: 32_000,
  };
  const peak = condition === "augmented" ? 10 ** ((-30 + random.next() * 27) / 20) : 10 ** (-9 / 20);
  for (const clip of clips) {
    place(scene, clip, peak, condition, random);
    const last = clip.wakes.at(-1);
    const alone = last !== undefined && last.end > clip.samples.length - 16_000;
    const digit = clip.source.startsWith("digits-");
    if (alone && followers.length > 0 && random.next() < 0.55) {
      const follower = followers[Math.floor(random.next() * followers.length)];
      const end = scene.wakes.at(-1)?.end;
      if (follower !== undefined && end !== undefined) {
        scene.at = end + (random.next() < 0.4 ? 0 : Math.floor(random.next() * 8_000));
        place(scene, trimmed(follower), peak, condition, random);
      }
    }
    scene.at += digit && random.next() < 0.8 ? random.whole(0, 2_000) : random.whole(8_000, 30_000);
  }
  const used = Math.floor((scene.at + 24_000) / 1_280) * 1_280;
  const stream: Stream = {
    samples: scene.sound.subarray(0, used),
    wakes: scene.wakes,
    speech: scene.speech.subarray(0, used / MASK_STEP),
    digits: scene.digits.subarray(0, used / MASK_STEP),
    spelled: scene.spelled.subarray(0, used / MASK_STEP),
  };
  joinStretches(stream.digits);
  joinStretches(stream.spelled);
  addNoise(stream.samples, noises, condition, random);
  return stream;
}

function place(scene: Scene, clip: Clip, peak: number, condition: Condition, random: Random): void {
  const augmented = condition === "augmented";
  const factor = augmented ? 0.88 + random.next() * 0.26 : 1;
  let sound = factor === 1 ? clip.samples : warped(clip.samples, factor);
  const mask = speechMask(sound);
  const roomy = augmented && random.next() < 0.5;
  if (augmented && random.next() < 0.5) sound = coloured(sound, random);
  if (augmented && random.next() < 0.2) sound = narrowed(sound, random.next() < 0.5 ? "telephone" : "low");
  if (roomy) sound = inRoom(sound, random);
  let loudest = 1e-6;
  for (const sample of sound) loudest = Math.max(loudest, Math.abs(sample));
  const gain = (peak / loudest) * (augmented ? 10 ** ((random.next() - 0.5) / 3) : 1);
  const at = scene.at;
  for (let i = 0; i < sound.length; i++) {
    scene.sound[at + i] = Math.max(-1, Math.min(1, (scene.sound[at + i] ?? 0) + gain * (sound[i] ?? 0)));
  }
  const step = Math.floor(at / MASK_STEP);
  const speech = clip.kind === "noise" ? [] : spansOf(mask);
  for (const { start, end } of speech) {
    scene.speech.fill(1, step + start / MASK_STEP, step + end / MASK_STEP);
    // A room goes on for a while: neither speech nor silence.
    if (roomy) scene.speech.fill(-1, step + end / MASK_STEP, step + end / MASK_STEP + 20);
  }
  markPersonal(scene, clip, step, factor, Math.ceil(sound.length / MASK_STEP));
  for (const { word, end, known } of clip.wakes) {
    const { id, speaker, source } = clip;
    scene.wakes.push({ word, known, end: at + Math.round(end / factor), clip: id, speaker, source });
  }
  scene.at += sound.length;
}

/** Without the silence before its speech, so that it follows the wake word at once. */
function trimmed(clip: Clip): Clip {
  const start = spansOf(speechMask(clip.samples))[0]?.start ?? 0;
  const personal =
    clip.personal === "unknown"
      ? clip.personal
      : clip.personal.map((span) => ({
          kind: span.kind,
          start: Math.max(0, span.start - start),
          end: Math.max(0, span.end - start),
        }));
  return { ...clip, samples: clip.samples.subarray(start), personal, wakes: [] };
}

function markPersonal(scene: Scene, { personal }: Clip, step: number, factor: number, steps: number): void {
  if (personal === "unknown") {
    scene.digits.fill(-1, step, step + steps);
    scene.spelled.fill(-1, step, step + steps);
    return;
  }
  for (const { start, end, kind } of personal) {
    const from = step + Math.floor(start / factor / MASK_STEP);
    const to = step + Math.ceil(end / factor / MASK_STEP);
    // "Oh" is a letter and a digit: what is one of the two says nothing of the other.
    scene.digits.fill(kind === "digits" ? 1 : -1, from, to);
    scene.spelled.fill(kind === "spelled" ? 1 : -1, from, to);
  }
}

/** A lone short piece (one digit) says nothing of anybody; what is joined is one stretch. */
function joinStretches(marks: Int8Array): void {
  let last = -1;
  for (let i = 0; i < marks.length; i++) {
    if (marks[i] !== 1) continue;
    if (last >= 0 && i - last > 1 && i - last <= PERSONAL_GAP_STEPS) marks.fill(1, last, i);
    last = i;
  }
  for (const { start, end } of spansOf(Uint8Array.from(marks, (value) => (value === 1 ? 1 : 0)))) {
    const from = start / MASK_STEP;
    const to = end / MASK_STEP;
    if (to - from < 60) marks.fill(-1, from, to);
  }
}
