import { Resampler } from "../../src/capture/resample.js";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { FRAME_SAMPLES, Kokoro, type RawSpeech, VOICE_RATE_HZ } from "./kokoro.js";

/** A word with its first and last moment, in seconds of the clip. */
export type TimedWord = readonly [string, number, number];

export interface Speech {
  /** 16 kHz, mono, -1 to 1. */
  readonly samples: Float32Array;
  readonly words: readonly TimedWord[];
}

export interface SpeakOptions {
  /** 1 is natural; 0.8 to 1.25 still sounds like a person. */
  readonly speed: number;
}

/** Silence kept before and after the sound: the model's own is 0.3 and 0.7 s. */
const KEEP_S = 0.15;
/** The envelope's step. */
const STEP_S = 0.01;
/** Sound is what is above this part of the loudest step (-34 dB). */
const SOUND_PART = 0.02;
/** The model's lengths run late by so much, measured against the sound of each clip. */
const LATE_S = { min: 0.015, max: 0.095 };
/** A quiet stretch between two words that is longer is a pause, and both words end at it. */
const PAUSE_S = 0.06;

let shared: Promise<Kokoro> | undefined;

/**
 * Says a text with a training voice. The model is loaded on the first call.
 * @param text lower-case words and marks, see `Pronunciation.read`
 * @param speaker a training voice or a blend of two ("af_nova+af_sky")
 * @throws SottoError USAGE, MODEL_FETCH_FAILED, MODEL_ALTERED
 */
export async function speak(text: string, speaker: string, { speed }: SpeakOptions): Promise<Speech> {
  shared ??= Kokoro.load();
  const raw = await (await shared).speak(text, speaker, speed);
  return calibrated(raw);
}

/** Trims, resamples, and moves the word times from the model's lengths to the sound. */
function calibrated(raw: RawSpeech): Speech {
  const sound = envelope(raw.samples);
  const first = Math.max(0, sound.indexOf(true));
  const last = Math.max(first, sound.lastIndexOf(true));
  const frame = FRAME_SAMPLES / VOICE_RATE_HZ;
  const late = (raw.frames[0]?.[0] ?? 0) * frame - first * STEP_S;
  const shift = Math.min(Math.max(late, LATE_S.min), LATE_S.max);
  const times = raw.frames.map(([start, end]) => [start * frame - shift, end * frame - shift] as const);
  const words = snapped(times, sound, { start: first * STEP_S, end: (last + 1) * STEP_S });
  const from = Math.max(0, first * STEP_S - KEEP_S);
  const until = (last + 1) * STEP_S + KEEP_S;
  const kept = raw.samples.slice(Math.round(from * VOICE_RATE_HZ), Math.round(until * VOICE_RATE_HZ));
  return {
    samples: to16k(kept),
    words: raw.words.map(({ word }, i): TimedWord => {
      const [start, end] = words[i] ?? [0, 0];
      return [word, milliseconds(start - from), milliseconds(end - from)];
    }),
  };
}

/** Ends words at the pauses that can be heard between them and at the end of the sound. */
function snapped(
  times: readonly (readonly [number, number])[],
  sound: readonly boolean[],
  whole: { readonly start: number; readonly end: number },
): (readonly [number, number])[] {
  const result = times.map(([start, end]): [number, number] => [
    Math.max(0, start),
    Math.min(end, whole.end),
  ]);
  for (let i = 0; i + 1 < result.length; i++) {
    const here = result[i];
    const next = result[i + 1];
    if (here === undefined || next === undefined) continue;
    const pause = longestQuiet(sound, middle(here), middle(next));
    // A short stop belongs to a consonant unless the model itself placed a boundary near it.
    const isPause =
      pause.end - pause.start >= PAUSE_S &&
      pause.start <= next[0] + PAUSE_S &&
      pause.end >= here[1] - PAUSE_S;
    if (!isPause) {
      // The gap between two words is the sounds running into each other.
      here[1] = next[0] = middle([here[1], next[0]]);
      continue;
    }
    here[1] = pause.start;
    next[0] = pause.end;
  }
  const final = result.at(-1);
  if (final !== undefined) final[1] = whole.end;
  const opening = result[0];
  if (opening !== undefined) opening[0] = whole.start;
  return result;
}

function middle([start, end]: readonly [number, number]): number {
  return (start + end) / 2;
}

function longestQuiet(
  sound: readonly boolean[],
  from: number,
  until: number,
): { start: number; end: number } {
  let best = { start: from, end: from };
  let start: number | undefined;
  for (let step = Math.round(from / STEP_S); step <= Math.round(until / STEP_S); step++) {
    if (sound[step] === false) start ??= step * STEP_S;
    else start = undefined;
    if (start !== undefined && step * STEP_S + STEP_S - start > best.end - best.start) {
      best = { start, end: (step + 1) * STEP_S };
    }
  }
  return best;
}

/** For each 10 ms, whether there is sound. */
function envelope(samples: Float32Array): boolean[] {
  const step = Math.round(STEP_S * VOICE_RATE_HZ);
  const power: number[] = [];
  for (let at = 0; at + step <= samples.length; at += step) {
    let sum = 0;
    for (let i = at; i < at + step; i++) sum += (samples[i] ?? 0) ** 2;
    power.push(sum / step);
  }
  const loudest = power.reduce((most, value) => Math.max(most, value), 0);
  return power.map((value) => value > loudest * SOUND_PART ** 2);
}

function to16k(samples: Float32Array): Float32Array {
  const resampler = new Resampler(VOICE_RATE_HZ);
  const body = resampler.push(samples);
  const rest = resampler.finish();
  const joined = new Float32Array(body.length + rest.length);
  joined.set(body);
  joined.set(rest, body.length);
  return joined;
}

function milliseconds(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1000) / 1000);
}

/** Length in seconds. */
export function duration(speech: Speech): number {
  return speech.samples.length / SAMPLE_RATE_HZ;
}

/** Puts one after the other with so much silence between the last sound and the first. */
export function joined(before: Speech, after: Speech, pauseS: number): Speech {
  const gap = Math.max(0, Math.round((pauseS - 2 * KEEP_S) * SAMPLE_RATE_HZ));
  const cut = Math.max(0, Math.round((2 * KEEP_S - pauseS) * SAMPLE_RATE_HZ));
  const head = before.samples.subarray(0, before.samples.length - Math.min(cut, KEEP_S * SAMPLE_RATE_HZ));
  const skip = Math.max(0, cut - Math.round(KEEP_S * SAMPLE_RATE_HZ));
  const tail = after.samples.subarray(skip);
  const samples = new Float32Array(head.length + gap + tail.length);
  samples.set(head);
  samples.set(tail, head.length + gap);
  const moved = (head.length + gap - skip) / SAMPLE_RATE_HZ;
  const late = after.words.map(
    ([word, start, end]): TimedWord => [word, milliseconds(start + moved), milliseconds(end + moved)],
  );
  return { samples, words: [...before.words, ...late] };
}

/** Makes the pause after word `index` at least `pauseS` long, by silence in the middle of the pause that is there. */
export function withPause(speech: Speech, index: number, pauseS: number): Speech {
  const here = speech.words[index];
  const next = speech.words[index + 1];
  if (here === undefined || next === undefined || next[1] - here[2] >= pauseS) return speech;
  const added = Math.round((pauseS - (next[1] - here[2])) * SAMPLE_RATE_HZ);
  const at = Math.round(middle([here[2], next[1]]) * SAMPLE_RATE_HZ);
  const samples = new Float32Array(speech.samples.length + added);
  samples.set(speech.samples.subarray(0, at));
  samples.set(speech.samples.subarray(at), at + added);
  const moved = added / SAMPLE_RATE_HZ;
  const words = speech.words.map(
    ([word, start, end], i): TimedWord =>
      i <= index ? [word, start, end] : [word, milliseconds(start + moved), milliseconds(end + moved)],
  );
  return { samples, words };
}
