import { SAMPLE_RATE_HZ, toSamples } from "../../domain/audio.js";
import { Random } from "../random.js";
import type { Noise } from "./noise-piece.js";

const SECONDS = 20;
const VOICES = 6;

/**
 * Noise for those who have no recordings of any: people talking at once without a word among them, the deep rumble of a
 * fan, and the hum of a motor. The same for the same seed.
 */
export function madeNoises(seed: number): readonly Noise[] {
  const length = SECONDS * SAMPLE_RATE_HZ;
  return [
    { name: "babble (made)", samples: babble(length, new Random(seed)) },
    { name: "brown (made)", samples: brown(length, new Random(seed + 1)) },
    { name: "hum (made)", samples: hum(length, new Random(seed + 2)) },
  ];
}

function babble(length: number, random: Random): Float32Array {
  const out = new Float32Array(length);
  for (let voice = 0; voice < VOICES; voice++) addVoice(out, random);
  return out;
}

/** One voice: syllables of a gliding pitch, each through two resonances of the mouth, with pauses between. */
function addVoice(out: Float32Array, random: Random): void {
  const pitch = 90 + random.next() * 140;
  let at = Math.floor(random.next() * toSamples(0.3));
  while (at < out.length) {
    const syllable = toSamples(0.1 + random.next() * 0.2);
    addSyllable(out, { at, length: syllable, pitch: pitch * (0.85 + random.next() * 0.35), random });
    at += syllable + toSamples(random.next() < 0.15 ? 0.2 + random.next() * 0.5 : random.next() * 0.04);
  }
}

interface Syllable {
  readonly at: number;
  readonly length: number;
  readonly pitch: number;
  readonly random: Random;
}

function addSyllable(out: Float32Array, { at, length, pitch, random }: Syllable): void {
  const low = resonance(300 + random.next() * 500);
  const high = resonance(900 + random.next() * 1_600);
  const glide = 0.9 + random.next() * 0.2;
  let phase = 0;
  for (let i = 0; i < length && at + i < out.length; i++) {
    const part = i / length;
    phase += (pitch * (1 + (glide - 1) * part)) / SAMPLE_RATE_HZ;
    const pulse = phase >= 1 ? 1 : 0;
    if (phase >= 1) phase -= 1;
    const breath = 0.02 * (random.next() - 0.5);
    const value = low(pulse + breath) + 0.6 * high(pulse + breath);
    out[at + i] = (out[at + i] ?? 0) + Math.sin(Math.PI * part) * value;
  }
}

/** Two poles at a frequency, 90 Hz wide. */
function resonance(frequencyHz: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * 90) / SAMPLE_RATE_HZ);
  const first = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ);
  const second = -radius * radius;
  let last = 0;
  let before = 0;
  return (input) => {
    const value = input + first * last + second * before;
    before = last;
    last = value;
    return value;
  };
}

function brown(length: number, random: Random): Float32Array {
  let level = 0;
  return new Float32Array(length).map(() => {
    level = 0.995 * level + (random.next() - 0.5);
    return level;
  });
}

/** Mains and its overtones, as a motor has them, slowly beating, over a little hiss. */
function hum(length: number, random: Random): Float32Array {
  const overtones = [1, 2, 3, 4, 6, 8, 10, 14].map((multiple) => ({
    step: (2 * Math.PI * 50 * multiple * (0.998 + 0.004 * random.next())) / SAMPLE_RATE_HZ,
    level: 1 / multiple,
    phase: 2 * Math.PI * random.next(),
  }));
  return new Float32Array(length).map((_, i) => {
    const tone = overtones.reduce(
      (sum, { step, level, phase }) => sum + level * Math.sin(step * i + phase),
      0,
    );
    return tone + 0.1 * (random.next() - 0.5);
  });
}
