/**
 * Hears the neural training batch that scripts/voices made, as `hear.ts` hears a plan:
 * npx tsx scripts/tagger/hear-made.ts --out FILE [--noise FILE] [--part I/N]
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import { trainingFolder } from "../voices/voices-cache.js";
import { readOwnWav } from "../voices/wav-file.js";
import { hearSound, readNoise } from "./hear-sound.js";
import { readHeard } from "./heard.js";

const rowSchema = z.object({
  path: z.string(),
  text: z.string(),
  voice: z.string(),
  kind: z.string(),
  entities: z.array(z.object({ type: z.string(), word_start: z.number(), word_end: z.number() })).optional(),
});

/** The text with its entities in braces again. */
function marked({ text, entities = [] }: z.infer<typeof rowSchema>): string {
  const words = text.split(" ");
  for (const { type, word_start: start, word_end: end } of entities) {
    words[start] = `{${type}:${words[start]}`;
    words[end - 1] = `${words[end - 1]}}`;
  }
  return words.join(" ");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: "heard-made.jsonl" },
      noise: { type: "string" },
      part: { type: "string", default: "0/1" },
    },
  });
  const [part = 0, parts = 1] = values.part.split("/").map(Number);
  const folder = trainingFolder();
  const rows = (await readFile(join(folder, "manifest.jsonl"), "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => rowSchema.parse(JSON.parse(line)))
    // A wake word alone is no sentence.
    .filter(({ text }) => text.includes(" "));
  const known = new Set((await readHeard(values.out)).map(({ name }) => name));
  const noise = values.noise === undefined ? undefined : await readNoise(values.noise);
  const recogniser = await loadMoonshine(new FileModelStore());
  for (const [i, row] of rows.entries()) {
    if (i % parts !== part || known.has(row.path)) continue;
    const samples = await readOwnWav(join(folder, row.path));
    const said = { name: row.path, marked: marked(row), speaker: row.voice };
    await hearSound({ recogniser, noise, out: values.out }, said, samples);
    if (i % 200 === 0) console.error(`${i} of ${rows.length}`);
  }
}

await main();
