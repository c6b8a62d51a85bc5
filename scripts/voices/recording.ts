import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import type { PersonalType } from "../../src/domain/personal-type.js";
import { writeFlac } from "../../src/encode/edge/flac.js";
import { readMarked, timedEntities } from "./marked-text.js";
import type { Random } from "./random.js";
import { speak, type TimedWord, withPause } from "./speak.js";
import type { WakeWord } from "./training-texts.js";

/** A recording to make: a wake word, then a command with its personal data marked. */
export interface RecordingPlan {
  readonly name: string;
  readonly wake: WakeWord;
  /** As `readMarked` reads it, without the wake word. */
  readonly marked: string;
  readonly speaker: string;
  readonly speed: number;
}

/** One row of recordings.json; times in seconds of the file. */
export interface Recording {
  readonly file: string;
  readonly wake: WakeWord;
  readonly text: string;
  readonly kinds: readonly PersonalType[];
  readonly words: readonly TimedWord[];
  readonly entities: readonly {
    readonly type: PersonalType;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  }[];
  readonly harmless: boolean;
  readonly voice: string;
}

/** Room tone before the speech; what comes after it is the player's. */
const BEFORE_S = 0.4;
/** People wait a moment for the device to look up. */
const AFTER_WAKE_S = 0.35;
/** Peak of the speech, and the level of the room under it: -66 dBFS. */
const PEAK = 0.5;
const ROOM_RMS = 0.0005;

/** Speaks every plan into `folder` as FLAC and writes recordings.json beside it. */
export async function makeRecordings(
  folder: string,
  plans: readonly RecordingPlan[],
  random: Random,
): Promise<Recording[]> {
  await mkdir(folder, { recursive: true });
  const rows: Recording[] = [];
  for (const plan of plans) rows.push(await makeRecording(folder, plan, random));
  await writeFile(join(folder, "recordings.json"), recordingsJson(rows));
  return rows;
}

async function makeRecording(folder: string, plan: RecordingPlan, random: Random): Promise<Recording> {
  const { spoken, entities } = readMarked(plan.marked);
  const called = await speak(`${plan.wake}. ${spoken}`, plan.speaker, { speed: plan.speed });
  const speech = withPause(called, 0, AFTER_WAKE_S);
  const words = speech.words.map(([word, start, end]): TimedWord => [word, later(start), later(end)]);
  const file = `${plan.name}.flac`;
  await writeFile(join(folder, file), writeFlac(inRoom(speech.samples, random)));
  const timed = timedEntities(entities, words, 1);
  return {
    file,
    wake: plan.wake,
    text: words.map(([word]) => word).join(" "),
    kinds: [...new Set(timed.map(({ type }) => type))],
    words,
    entities: timed.map(({ type, text, start, end }) => ({ type, text, start, end })),
    harmless: timed.length === 0,
    voice: plan.speaker,
  };
}

function later(seconds: number): number {
  return Math.round((seconds + BEFORE_S) * 1000) / 1000;
}

/** The speech at one level, with the quiet hiss of a room before and under it. */
function inRoom(speech: Float32Array, random: Random): Float32Array {
  const before = Math.round(BEFORE_S * SAMPLE_RATE_HZ);
  const loudest = speech.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  let hiss = 0;
  return Float32Array.from({ length: before + speech.length }, (_, i) => {
    // White noise through one pole; 0.7 keeps its level, uniform noise of width w has an rms of w / sqrt(12).
    hiss = 0.7 * hiss + Math.sqrt(12 * (1 - 0.49)) * ROOM_RMS * (random.next() - 0.5);
    return hiss + (i < before ? 0 : ((speech[i - before] ?? 0) * PEAK) / loudest);
  });
}

/** One line a recording, so that a change shows where it is. */
function recordingsJson(rows: readonly Recording[]): string {
  return `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`;
}
