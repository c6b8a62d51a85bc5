import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import type { Clip } from "./clip.js";
import type { Sentence } from "./sentences.js";
import { loudestSpan } from "./speech-mask.js";
import { cacheFolder, keyOf } from "./training-cache.js";

const run = promisify(execFile);

export const FLITE_VOICES = ["slt", "rms", "awb", "kal", "kal16"] as const;
/** Accents and variants of espeak-ng that sound least alike. */
export const ESPEAK_VOICES = [
  "en-us",
  "en-us+f1",
  "en-us+f3",
  "en-us+m2",
  "en-us+m7",
  "en-gb",
  "en-gb+f2",
  "en-gb+f4",
  "en-gb+m3",
  "en-gb-scotland",
  "en-gb-scotland+f2",
  "en-gb-x-rp",
  "en-gb-x-rp+m5",
  "en-gb-x-gbclan+f5",
  "en-029",
  "en-us-nyc",
] as const;

export interface FliteVoice {
  readonly voice: (typeof FLITE_VOICES)[number];
  /** Above 1 is slower. */
  readonly stretch: number;
}

const folder = cacheFolder("train", "speech");
const phonesOfWord = new Map<string, Promise<number>>();

/**
 * Says a sentence with flite and finds its words: the phones of the sentence are counted off by the phones that each
 * word has alone. Undefined where the counts disagree (a word is said differently among others).
 */
export async function sayWithFlite(
  sentence: Sentence,
  { voice, stretch }: FliteVoice,
): Promise<Clip | undefined> {
  const text = sentence.words.join(" ");
  const key = keyOf(["flite", voice, stretch, text]);
  const wav = join(folder, `${key}.wav`);
  const times = join(folder, `${key}.phones`);
  if (!existsSync(times)) {
    const said = await run("flite", [
      "-voice",
      voice,
      "-t",
      text,
      "-psdur",
      "--setf",
      `duration_stretch=${stretch}`,
      "-o",
      `${wav}.part`,
    ]);
    await rename(`${wav}.part`, wav);
    await writeFile(times, said.stdout);
  }
  const phones = (await readFile(times, "utf8"))
    .trim()
    .split(/\s+/)
    .map((phone) => phone.split(":"));
  const sounds: { start: number; end: number }[] = [];
  let start = 0;
  for (const [name, at] of phones) {
    const end = Number(at);
    if (name !== "pau") sounds.push({ start, end });
    start = end;
  }
  const counts = await Promise.all(sentence.words.map((word) => countPhones(word)));
  if (counts.reduce((a, b) => a + b, 0) !== sounds.length) return undefined;
  const ends: { start: number; end: number }[] = [];
  let at = 0;
  for (const count of counts) {
    const first = sounds[at];
    const last = sounds[at + count - 1];
    if (first === undefined || last === undefined) return undefined;
    ends.push({ start: Math.round(first.start * 16_000), end: Math.round(last.end * 16_000) });
    at += count;
  }
  const { audio } = await readSoundFile(wav);
  return clipOf(sentence, ends, {
    id: `flite:${key}`,
    speaker: `flite-${voice}`,
    source: "flite",
    samples: audio.samples,
  });
}

/** Says one isolated word or phrase with espeak-ng; its end is where the sound ends. */
export async function sayWithEspeak(
  sentence: Sentence,
  voice: string,
  speed: number,
): Promise<Clip | undefined> {
  const text = sentence.words.join(" ");
  const key = keyOf(["espeak", voice, speed, text]);
  const wav = join(folder, `${key}.wav`);
  if (!existsSync(wav)) {
    try {
      await run("espeak-ng", ["-v", voice, "-s", String(speed), "-w", `${wav}.part`, text]);
    } catch {
      // It crashes about once in 7,000 texts; one sentence less is no loss.
      await rm(`${wav}.part`, { force: true });
      return undefined;
    }
    await rename(`${wav}.part`, wav);
  }
  const { audio } = await readSoundFile(wav);
  const whole = loudestSpan(audio.samples);
  if (whole === undefined) return undefined;
  const words = sentence.words.map(() => whole);
  return clipOf(sentence, words, {
    id: `espeak:${key}`,
    speaker: `espeak-${voice}`,
    source: "espeak-ng",
    samples: audio.samples,
  });
}

function clipOf(
  sentence: Sentence,
  words: readonly { start: number; end: number }[],
  rest: { id: string; speaker: string; source: string; samples: Float32Array },
): Clip {
  const { wake } = sentence;
  const span = wake === undefined ? undefined : words[wake.at];
  return {
    ...rest,
    kind: wake === undefined ? "speech" : "wake",
    wakes: wake === undefined || span === undefined ? [] : [{ word: wake.word, ...span, known: "well" }],
    label: wake === undefined ? "sentence" : `wake:${wake.word}`,
    harmless: false,
    personal: sentence.personal.flatMap(({ start, end, kind }) => {
      const first = words[start];
      const last = words[end - 1];
      return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end, kind }];
    }),
  };
}

function countPhones(word: string): Promise<number> {
  const bare = word.replace(/,$/, "");
  const known = phonesOfWord.get(bare);
  if (known !== undefined) return known;
  const counting = (async () => {
    const file = join(folder, `${keyOf(["phones", bare])}.count`);
    if (!existsSync(file)) {
      const { stdout } = await run("flite", ["-voice", "slt", "-t", bare, "-ps", "-o", "none"]);
      await writeFile(file, stdout);
    }
    return (await readFile(file, "utf8"))
      .trim()
      .split(/\s+/)
      .filter((phone) => phone !== "pau").length;
  })();
  phonesOfWord.set(bare, counting);
  return counting;
}
