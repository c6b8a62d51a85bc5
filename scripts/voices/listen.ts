/**
 * Prints what the recogniser hears in made recordings, under what was said:
 * npx tsx scripts/voices/listen.ts FOLDER (with recordings.json or manifest.jsonl)
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";

const rowSchema = z.union([
  z.object({ file: z.string(), text: z.string() }),
  z.object({ path: z.string(), text: z.string() }).transform(({ path, text }) => ({ file: path, text })),
]);

const folder = process.argv[2] ?? ".";
const list = join(folder, "recordings.json");
const rows = existsSync(list)
  ? z.array(rowSchema).parse(JSON.parse(await readFile(list, "utf8")))
  : (await readFile(join(folder, "manifest.jsonl"), "utf8"))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => rowSchema.parse(JSON.parse(line)));
const recogniser = await loadMoonshine(new FileModelStore());
for (const { file, text } of rows) {
  const { audio } = await readSoundFile(join(folder, file));
  const hearing = await recogniser.hear(audio.samples);
  const heard = hearing.transcript.words.map((word) => word.text).join(" ");
  hearing.release();
  console.log(`${file}\n  said:  ${text}\n  heard: ${heard} ${hearing.transcript.doubts.join(" ")}`);
}
