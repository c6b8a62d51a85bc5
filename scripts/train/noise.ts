import type { Random } from "../voices/random.js";
import type { Clip } from "./clip.js";
import { activeRms, syntheticNoise } from "./room.js";

/** How a stream sounds. "clean" leaves the recordings as they are, but for their level. */
export type Condition = "augmented" | "clean" | "noisy";

/** What a room may sound of beside the person. */
export interface NoiseSources {
  /** Recordings of household noise. */
  readonly recorded: readonly Clip[];
  /** Speech of which babble is made: played backwards, several at once. */
  readonly voices: readonly Clip[];
}

/** Louder half of the speech over the noise, in dB: what "noisy" is, and between what "augmented" lies. */
const NOISY_DB = 10;
const AUGMENTED_DB = { from: 0, to: 30 };
/** Babble at the level of the person would be another person. */
const BABBLE_FROM_DB = 6;

/** Lays one kind of noise over a whole stream, or only the hiss of a microphone. */
export function addNoise(
  samples: Float32Array,
  noises: NoiseSources,
  condition: Condition,
  random: Random,
): void {
  const speech = activeRms(samples);
  const loud = condition === "noisy" || (condition === "augmented" && random.next() < 0.8);
  const tone = 10 ** ((-88 + random.next() * 30) / 20);
  const kind = random.next();
  const babble = condition === "augmented" && kind >= 0.8 && noises.voices.length > 0;
  const from = babble ? BABBLE_FROM_DB : AUGMENTED_DB.from;
  const decibels = condition === "noisy" ? NOISY_DB : from + random.next() * (AUGMENTED_DB.to - from);
  const level = loud ? speech * 10 ** (-decibels / 20) : tone;
  const recorded = loud && noises.recorded.length > 0 && (condition === "noisy" || kind < 0.6);
  const noise = recorded
    ? recordedNoise(samples.length, noises.recorded, random)
    : loud && babble
      ? babbleOf(samples.length, noises.voices, random)
      : loud && kind < 0.7
        ? musicOf(samples.length, random)
        : syntheticNoise(samples.length, random);
  for (let i = 0; i < samples.length; i++) {
    const hiss = tone * 0.1 * (random.next() - 0.5);
    samples[i] = Math.max(-1, Math.min(1, (samples[i] ?? 0) + level * (noise[i] ?? 0) + hiss));
  }
}

const QUIET = new Float32Array(16_000);
const levels = new WeakMap<Float32Array, number>();

/** Of a recording that is laid out again and again. */
function levelOf(samples: Float32Array): number {
  const known = levels.get(samples);
  if (known !== undefined) return known;
  const level = activeRms(samples);
  levels.set(samples, level);
  return level;
}

/** One recording after another, each at RMS 1 of its louder half, until the stream is full. */
function recordedNoise(length: number, recordings: readonly Clip[], random: Random): Float32Array {
  const out = new Float32Array(length);
  let at = 0;
  while (at < length) {
    const noise = recordings[random.whole(0, recordings.length - 1)]?.samples ?? QUIET;
    const scale = 1 / (levelOf(noise) + 1e-4);
    for (let i = 0; i < noise.length && at + i < length; i++) out[at + i] = scale * (noise[i] ?? 0);
    at += noise.length;
  }
  return out;
}

/** Three to five voices at once, backwards: speech without a word in it, and so without a wake word. */
function babbleOf(length: number, voices: readonly Clip[], random: Random): Float32Array {
  const out = new Float32Array(length);
  const people = random.whole(3, 5);
  for (let person = 0; person < people; person++) {
    let at = 0;
    while (at < length) {
      const voice = voices[random.whole(0, voices.length - 1)]?.samples ?? QUIET;
      const scale = 0.5 / (levelOf(voice) + 1e-4);
      const last = voice.length - 1;
      for (let i = 0; i <= last && at + i < length; i++) {
        out[at + i] = (out[at + i] ?? 0) + scale * (voice[last - i] ?? 0);
      }
      at += voice.length;
    }
  }
  return out;
}

/** Chords of plucked tones in time: no song, but pitches, onsets and harmonics as music has them. RMS near 1. */
function musicOf(length: number, random: Random): Float32Array {
  const out = new Float32Array(length);
  const beat = random.whole(3_000, 9_000);
  const root = 80 * 2 ** (random.next() * 2);
  const decay = 1 - 1 / (beat * (0.3 + random.next()));
  for (let at = 0; at < length; at += beat) {
    const notes = random.whole(1, 4);
    for (let note = 0; note < notes; note++) {
      const pitch = root * 2 ** (random.pick([0, 2, 4, 5, 7, 9, 11, 12, 16, 19]) / 12);
      for (let harmonic = 1; harmonic <= 4; harmonic++) {
        const step = (2 * Math.PI * pitch * harmonic) / 16_000;
        if (step > 3) break;
        let level = 1.2 / harmonic / Math.sqrt(notes);
        const end = Math.min(length, at + 2 * beat);
        for (let i = at; i < end; i++) {
          out[i] = (out[i] ?? 0) + level * Math.sin(step * (i - at));
          level *= decay;
        }
      }
    }
  }
  return out;
}
