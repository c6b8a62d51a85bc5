/**
 * Speaks the training batch into <cache>/made/train: npx tsx scripts/voices/make-training.ts [--seed N] [--skip N] [--limit N]
 * A clip that is in the manifest is not made again, so an interrupted run goes on where it stopped, and two may run side
 * by side where the second skips what the first will make.
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { SottoError } from "../../src/domain/errors.js";
import { sharedDataFolder } from "../shared-data.js";
import { assistantTexts } from "./assistant-texts.js";
import { readMarked, type TimedEntity, timedEntities } from "./marked-text.js";
import { duration, joined, type Speech, speak, type TimedWord } from "./speak.js";
import { laterPlan, type PlannedClip, trainingPlan } from "./training-plan.js";
import { trainingFolder } from "./voices-cache.js";
import { readOwnWav, writeWav } from "./wav-file.js";

const rowSchema = z.object({
  path: z.string(),
  words: z.array(z.tuple([z.string(), z.number(), z.number()])),
});

interface Made {
  readonly speech: Speech;
  readonly entities: readonly TimedEntity[];
}

async function readRows(manifest: string): Promise<Map<string, readonly TimedWord[]>> {
  const text = await readFile(manifest, "utf8").catch(() => "");
  const rows = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => rowSchema.parse(JSON.parse(line)));
  return new Map(rows.map((row) => [row.path, row.words]));
}

async function make(
  folder: string,
  clip: PlannedClip,
  rows: ReadonlyMap<string, readonly TimedWord[]>,
): Promise<Made> {
  if (clip.make === "speak") {
    const { spoken, entities } = readMarked(clip.marked);
    const speech = await speak(spoken, clip.speaker, { speed: clip.speed });
    return { speech, entities: timedEntities(entities, speech.words, 0) };
  }
  const part = async (name: string): Promise<Speech> => {
    const words = rows.get(`${name}.wav`);
    if (words === undefined) throw new SottoError("INTERNAL", `${clip.name} comes before its part ${name}`);
    return { samples: await readOwnWav(join(folder, `${name}.wav`)), words };
  };
  return { speech: joined(await part(clip.before), await part(clip.after), clip.pauseS), entities: [] };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      skip: { type: "string", default: "0" },
      limit: { type: "string", default: "100000" },
    },
  });
  const folder = trainingFolder();
  await mkdir(folder, { recursive: true });
  const manifest = join(folder, "manifest.jsonl");
  const rows = await readRows(manifest);
  const seed = Number(values.seed);
  const assistant = assistantTexts(sharedDataFolder());
  const plan = [...trainingPlan(seed), ...laterPlan(seed, assistant)].slice(
    Number(values.skip),
    Number(values.limit),
  );
  let seconds = 0;
  for (const [index, clip] of plan.entries()) {
    const path = `${clip.name}.wav`;
    if (rows.has(path)) continue;
    const { speech, entities } = await make(folder, clip, rows);
    await writeWav(join(folder, path), speech.samples);
    const row = {
      path,
      text: speech.words.map(([word]) => word).join(" "),
      words: speech.words,
      kind: clip.kind,
      ...(clip.word === undefined ? {} : { word: clip.word }),
      ...(entities.length === 0 ? {} : { entities }),
      voice: clip.speaker,
      duration: duration(speech),
    };
    await appendFile(manifest, `${JSON.stringify(row)}\n`);
    rows.set(path, speech.words);
    seconds += duration(speech);
    if (index % 20 === 0)
      console.error(`${index + 1} of ${plan.length} clips, ${seconds.toFixed(0)} s in this run`);
  }
  console.error(`${plan.length} clips in ${folder}`);
}

await main();
