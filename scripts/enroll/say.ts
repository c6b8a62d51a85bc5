import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import type { SampleSpan } from "../../src/domain/audio.js";
import type { Clip } from "../train/clip.js";
import { spansOf, speechMask } from "../train/speech-mask.js";
import { cacheFolder, keyOf } from "../train/training-cache.js";
import { speak, type TimedWord } from "../voices/speak.js";
import { readOwnWav, writeWav } from "../voices/wav-file.js";
import type { Utterance } from "./plan.js";

const run = promisify(execFile);
/** What espeak-ng says in a minute at speed 1. */
const WORDS_A_MINUTE = 160;
/** A clip that was spoken in another way than was asked for is left out: so many of the word's sounds must be there. */
const SOUNDS_ALIKE = 0.7;

/** A clip, and the folds whose heads must not train on it. */
export interface Spoken {
  readonly clip: Clip;
  readonly utterance: Utterance;
}

/** Speaks what is not in the cache yet. Undefined where an engine failed or said something else. */
export async function say(
  utterance: Utterance,
  phonesOf: (text: string) => readonly string[],
): Promise<Spoken | undefined> {
  const { engine, name } = utterance.voice;
  const key = keyOf([engine, name, utterance.speed, utterance.text]);
  const file = join(cacheFolder("enroll", "speech"), key);
  const said = await { kokoro: withKokoro, flite: withFlite, "espeak-ng": withEspeak }[engine](
    utterance,
    file,
    phonesOf,
  );
  if (said === undefined || said.samples.length === 0) return undefined;
  const { word, kind } = utterance;
  const wakes =
    word === undefined || said.span === undefined ? [] : [{ word, ...said.span, known: "well" as const }];
  if (kind === "word" && wakes.length === 0) return undefined;
  const clip: Clip = {
    ...{ id: `${engine}:${key}`, speaker: `${engine}-${name}`, source: engine, samples: said.samples, wakes },
    ...{
      label: word === undefined ? "sentence" : `wake:${word}`,
      kind: word === undefined ? "speech" : "wake",
    },
    ...{ personal: [], harmless: false },
  };
  return { clip, utterance };
}

interface Said {
  readonly samples: Float32Array;
  /** Of the wake word. */
  readonly span: SampleSpan | undefined;
}

async function withKokoro({ text, voice, speed, before, word }: Utterance, file: string): Promise<Said> {
  if (!existsSync(`${file}.json`)) {
    const { samples, words } = await speak(text, voice.name, { speed });
    await writeWav(`${file}.wav`, samples);
    await writeFile(`${file}.part`, JSON.stringify(words));
    await rename(`${file}.part`, `${file}.json`);
  }
  const words: readonly TimedWord[] = JSON.parse(await readFile(`${file}.json`, "utf8"));
  const samples = await readOwnWav(`${file}.wav`);
  const first = words[before];
  const last = words[before + (word ?? "").split(" ").length - 1];
  const at = (seconds: number) => Math.round(seconds * 16_000);
  return { samples, span: first && last ? { start: at(first[1]), end: at(last[2]) } : undefined };
}

async function withFlite(
  { text, voice, speed, before, word }: Utterance,
  file: string,
  phonesOf: (text: string) => readonly string[],
): Promise<Said | undefined> {
  if (!existsSync(`${file}.phones`)) {
    const stretch = `duration_stretch=${(1 / speed).toFixed(2)}`;
    const args = ["-voice", voice.name, "-t", text, "-psdur", "--setf", stretch, "-o", `${file}.part`];
    const { stdout } = await run("flite", args);
    await rename(`${file}.part`, `${file}.wav`);
    await writeFile(`${file}.phones`, stdout);
  }
  const { samples } = (await readSoundFile(`${file}.wav`)).audio;
  if (word === undefined) return { samples, span: undefined };
  const sounds = timed(await readFile(`${file}.phones`, "utf8"));
  const wanted = phonesOf(word);
  const skipped = before === 0 ? 0 : phonesOf(text.split(" ").slice(0, before).join(" ")).length;
  const own = sounds.slice(skipped, skipped + wanted.length);
  const alike = own.filter(({ name }, index) => name === wanted[index]).length;
  if (own.length < wanted.length || alike < SOUNDS_ALIKE * wanted.length) return undefined;
  const at = (seconds: number) => Math.round(seconds * 16_000);
  return { samples, span: { start: at(own[0]?.start ?? 0), end: at(own.at(-1)?.end ?? 0) } };
}

/** "hh:0.25 ey:0.39 ...": each sound with its end in seconds. */
function timed(listed: string): { name: string; start: number; end: number }[] {
  let start = 0;
  const sounds = listed
    .trim()
    .split(/\s+/)
    .map((each) => {
      const [name = "", end = "0"] = each.split(":");
      const sound = { name, start, end: Number(end) };
      start = sound.end;
      return sound;
    });
  return sounds.filter(({ name }) => name !== "pau");
}

async function withEspeak({ text, voice, speed, word }: Utterance, file: string): Promise<Said | undefined> {
  if (!existsSync(`${file}.wav`)) {
    const args = [
      "-v",
      voice.name,
      "-s",
      String(Math.round(WORDS_A_MINUTE * speed)),
      "-w",
      `${file}.part`,
      text,
    ];
    try {
      await run("espeak-ng", args);
    } catch {
      // It crashes about once in 7,000 texts; one sentence less is no loss.
      await rm(`${file}.part`, { force: true });
      return undefined;
    }
    await rename(`${file}.part`, `${file}.wav`);
  }
  const { samples } = (await readSoundFile(`${file}.wav`)).audio;
  if (word === undefined) return { samples, span: undefined };
  // The word stands alone: it is all that is heard.
  const spans = spansOf(speechMask(samples));
  const first = spans[0];
  const last = spans.at(-1);
  return { samples, span: first && last ? { start: first.start, end: last.end } : undefined };
}

/** Two at a time, since the engines of the clips are programs or threads of their own; in the order of the plan. */
export async function sayAll(
  plan: readonly Utterance[],
  phonesOf: (text: string) => readonly string[],
  onDone: (done: number) => void,
): Promise<Spoken[]> {
  const spoken: (Spoken | undefined)[] = new Array(plan.length);
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let index = next++; index < plan.length; index = next++) {
      const utterance = plan[index];
      if (utterance) spoken[index] = await say(utterance, phonesOf);
      onDone(++done);
    }
  };
  await Promise.all([work(), work()]);
  return spoken.filter((each) => each !== undefined);
}
