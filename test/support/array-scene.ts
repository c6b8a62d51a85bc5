import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { seeded } from "./seeded.js";

const MADE_SET = fileURLToPath(new URL("../made-set", import.meta.url));
export const RATE_HZ = 16_000;

export interface SceneOptions {
  readonly seed: number;
  readonly seconds: number;
  /** What each channel is, in order. A number is a capsule and its signal-to-noise ratio in the voice's band, dB. */
  readonly channels: readonly (number | "dead" | "playback")[];
  /** What is played: music or made speech with digital silence between, or without end. */
  readonly played?: "music" | "endless-music" | "speech" | "nothing";
  /** Of what is played, at the capsules, against the person's speech, dB; undefined: a headphone. */
  readonly playedDb?: number;
  /** Of the person's first word. Default 5. */
  readonly speechFrom?: number;
}

export interface Scene {
  /** What the converter gives, one array a channel. */
  readonly channels: readonly Float32Array[];
  /** The person's speech alone, as each channel hears it. */
  readonly clean: readonly Float32Array[];
  /** Samples in which the person speaks. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

let said: Promise<readonly Float32Array[]> | undefined;

/** The project's made recordings, read once. */
export function madeSpeech(): Promise<readonly Float32Array[]> {
  said ??= Promise.all(
    readdirSync(MADE_SET)
      .filter((name) => /^(harmless|pii)-\d+\.flac$/.test(name))
      .sort()
      .map(async (name) => (await readSoundFile(join(MADE_SET, name))).audio.samples),
  );
  return said;
}

type Random = () => number;

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A room as single reflections: one at `delay`, then ever weaker ones at random times. */
function reflections(random: Random, delay: number, reverberationSeconds: number, tailDb: number) {
  const taps = [{ at: delay, gain: 1 }];
  const count = 40;
  const span = reverberationSeconds * RATE_HZ;
  let energy = 0;
  for (let i = 0; i < count; i++) {
    const at = 32 + (i + random()) * (span / count);
    const gain = (random() < 0.5 ? -1 : 1) * 10 ** ((-3 * at) / span);
    energy += gain * gain;
    taps.push({ at: delay + Math.round(at), gain });
  }
  const scale = Math.sqrt(10 ** (tailDb / 10) / energy);
  return taps.map((tap, i) => (i === 0 ? tap : { at: tap.at, gain: tap.gain * scale }));
}

function inRoom(sound: Float32Array, taps: ReturnType<typeof reflections>): Float32Array {
  const out = new Float32Array(sound.length);
  for (const { at, gain } of taps) {
    for (let i = at; i < out.length; i++) out[i] = (out[i] ?? 0) + gain * (sound[i - at] ?? 0);
  }
  return out;
}

type NoiseKind = "white" | "pink" | "fan" | "hum";
const NOISE_KINDS: readonly NoiseKind[] = ["white", "pink", "fan", "hum"];

function noise(random: Random, kind: NoiseKind, length: number): Float32Array {
  const out = new Float32Array(length);
  let a = 0;
  let b = 0;
  for (let i = 0; i < length; i++) {
    const x = gaussian(random);
    if (kind === "white") out[i] = x;
    else if (kind === "pink") {
      // Two leaky sums: about -3 dB an octave from 50 Hz to 4 kHz.
      a = 0.98 * a + 0.2 * x;
      b = 0.7 * b + 0.5 * x;
      out[i] = a + b + 0.3 * x;
    } else if (kind === "fan") {
      a = 0.9 * a + 0.4 * x;
      out[i] = a * (1 + 0.15 * Math.sin((2 * Math.PI * 0.7 * i) / RATE_HZ)) + 0.1 * x;
    } else {
      let hum = 0;
      for (const k of [1, 2, 3, 5, 7, 9]) hum += Math.sin((2 * Math.PI * 50 * k * i) / RATE_HZ) / k;
      out[i] = 0.7 * hum + 0.5 * x;
    }
  }
  return out;
}

/** Speech with pauses between, 1.4 to 3 s. */
async function talk(random: Random, from: number, length: number) {
  const pieces = await madeSpeech();
  const samples = new Float32Array(length);
  const spans: { start: number; end: number }[] = [];
  let at = Math.round(from * RATE_HZ);
  for (;;) {
    const piece = pieces[Math.floor(random() * pieces.length)] ?? new Float32Array(0);
    if (at + piece.length + RATE_HZ / 2 > length) return { samples, spans };
    samples.set(piece, at);
    spans.push({ start: at, end: at + piece.length });
    at += piece.length + Math.round(between(random, 1.4, 3) * RATE_HZ);
  }
}

/** Chords of harmonic notes with a beat of noise. */
function music(random: Random, length: number, gaps: boolean): Float32Array {
  const out = new Float32Array(length);
  const beat = Math.round(between(random, 0.25, 0.5) * RATE_HZ);
  for (let start = 0, n = 0; start < length; start += beat, n++) {
    if (gaps && Math.floor(n / 12) % 3 === 2) continue;
    const root = 110 * 2 ** (Math.floor(random() * 24) / 12);
    const end = Math.min(length, start + beat);
    for (const [ratio, gain] of [
      [1, 0.4],
      [1.25, 0.3],
      [1.5, 0.3],
      [2, 0.2],
      [4, 0.1],
    ] as const) {
      const strength = gain * between(random, 0.3, 1);
      for (let i = start; i < end; i++) {
        const t = (i - start) / RATE_HZ;
        const shape = Math.min(1, t * 100) * Math.exp(-t * 3);
        out[i] = (out[i] ?? 0) + strength * shape * Math.sin(2 * Math.PI * root * ratio * t);
      }
    }
    const drum = between(random, 0, 0.5);
    for (let i = start; i < end; i++) {
      out[i] = (out[i] ?? 0) + drum * Math.exp(-(i - start) / 500) * gaussian(random);
    }
  }
  return out;
}

async function playedSound(options: SceneOptions, random: Random, length: number): Promise<Float32Array> {
  switch (options.played ?? "nothing") {
    case "nothing":
      return new Float32Array(length);
    case "music":
      return music(random, length, true);
    case "endless-music":
      return music(random, length, false);
    case "speech":
      return (await talk(random, 0.3, length)).samples;
  }
}

/** A windowed sinc for 300 to 3,400 Hz: an instrument of its own, not that of the code under test. */
const BAND = Float64Array.from({ length: 97 }, (_, k) => {
  const n = k - 48;
  const window = 0.54 + 0.46 * Math.cos((Math.PI * n) / 48);
  const below = (hz: number) =>
    n === 0 ? (2 * hz) / RATE_HZ : Math.sin((2 * Math.PI * hz * n) / RATE_HZ) / (Math.PI * n);
  return window * (below(3_400) - below(300));
});

/** One sample of the sound in the band of the voice. */
export function bandSample(sound: Float32Array, at: number): number {
  let sum = 0;
  for (let k = 0; k < BAND.length; k++) sum += (sound[at + k - 48] ?? 0) * (BAND[k] ?? 0);
  return sum;
}

/** Root of the mean power in the band of the voice, by every 7th sample of the spans. */
function bandLevel(sound: Float32Array, spans: readonly { start: number; end: number }[]): number {
  let sum = 0;
  let count = 0;
  for (const { start, end } of spans) {
    for (let i = start; i < end; i += 7) {
      sum += bandSample(sound, i) ** 2;
      count++;
    }
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}

function to16bit(samples: Float32Array): Float32Array {
  return samples.map((x) => Math.max(-32_768, Math.min(32_767, Math.round(x * 32_768))) / 32_768);
}

/** A person, a loudspeaker and an array in a room; everything comes from the seed. */
export async function arrayScene(options: SceneOptions): Promise<Scene> {
  const random = seeded(options.seed);
  const length = options.seconds * RATE_HZ;
  const speech = await talk(random, options.speechFrom ?? 5, length);
  const played = await playedSound(options, random, length);
  const reverberation = between(random, 0.15, 0.5);
  const latency = Math.round(between(random, 0.001, 0.05) * RATE_HZ);
  const loudness = 10 ** (between(random, -34, -22) / 20);
  const speechLevel = bandLevel(speech.samples, speech.spans);
  const all = [{ start: 0, end: length }];
  const playedLevel = bandLevel(played, all) + 1e-9;
  const channels: Float32Array[] = [];
  const clean: Float32Array[] = [];
  for (const what of options.channels) {
    const nothing = new Float32Array(length);
    if (what === "dead") {
      channels.push(random() < 0.5 ? nothing : new Float32Array(length).fill(0.01));
      clean.push(nothing);
      continue;
    }
    if (what === "playback") {
      const gain = between(random, 0.2, 0.7);
      channels.push(to16bit(played.map((x) => x * gain)));
      clean.push(nothing);
      continue;
    }
    const delay = Math.floor(random() * 9);
    const gain = loudness * 10 ** (between(random, -3, 3) / 20);
    const heard = inRoom(speech.samples, reflections(random, delay, reverberation, between(random, -12, -3)));
    const scale = gain / speechLevel;
    const own = heard.map((x) => x * scale);
    const kind = NOISE_KINDS[Math.floor(random() * NOISE_KINDS.length)] ?? "white";
    const hiss = noise(random, kind, length);
    const level = bandLevel(own, speech.spans);
    const hissScale = (level / bandLevel(hiss, all)) * 10 ** (-what / 20);
    const sum = own.map((x, i) => x + hissScale * (hiss[i] ?? 0));
    if (options.playedDb !== undefined) {
      const room = inRoom(
        played,
        reflections(random, latency + Math.floor(random() * 9), reverberation, between(random, -6, 3)),
      );
      const roomScale = (gain / playedLevel) * 10 ** (options.playedDb / 20);
      for (let i = 0; i < length; i++) sum[i] = (sum[i] ?? 0) + roomScale * (room[i] ?? 0);
    }
    channels.push(to16bit(sum));
    clean.push(own);
  }
  return { channels, clean, spans: speech.spans };
}
