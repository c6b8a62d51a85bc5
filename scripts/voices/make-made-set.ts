/**
 * Makes the small set that keeps the floors of accuracy in CI: npx tsx scripts/voices/make-made-set.ts [--out DIR]
 * Clips that are there stay as they are, so a corrected sentence costs one clip: delete its file first.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { writeFlac } from "../../src/encode/edge/flac.js";
import { type MadeClip, madeRow } from "./made-row.js";
import { FOLLOWED, HARMLESS, NEAR, PERSONAL } from "./made-set-texts.js";
import { readMarked } from "./marked-text.js";
import { Random } from "./random.js";
import { speak } from "./speak.js";
import { VOICE_NAMES } from "./training-voices.js";

interface Planned extends MadeClip {
  readonly marked: string;
}

const rowSchema = z.looseObject({ path: z.string() });

function plan(): Planned[] {
  const random = new Random(60);
  const numbered = (name: string, texts: readonly string[], label: string): Planned[] =>
    texts.map((marked, i) => ({
      path: `${name}-${String(i).padStart(2, "0")}.flac`,
      marked,
      label,
      speaker: VOICE_NAMES[random.whole(0, VOICE_NAMES.length - 1)] ?? "af_alloy",
      speed: Math.round((0.92 + random.next() * 0.2) * 100) / 100,
    }));
  const followed = numbered(
    "wake",
    FOLLOWED.map(({ marked }) => marked),
    "wake",
  ).map((row, i): Planned => {
    const wake = FOLLOWED[i]?.wake ?? "computer";
    return { ...row, wake, label: `wake:${wake}`, marked: `${wake}, ${row.marked}` };
  });
  return [
    ...numbered("pii", PERSONAL, "pii"),
    ...numbered("harmless", HARMLESS, "harmless"),
    ...followed,
    ...numbered("near", NEAR, "near-miss"),
  ];
}

async function make(folder: string, clip: Planned): Promise<object> {
  const text = readMarked(clip.marked);
  const speech = await speak(text.spoken, clip.speaker, { speed: clip.speed });
  await writeFile(join(folder, clip.path), writeFlac(speech.samples));
  return madeRow(clip, text, speech);
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
const folder = values.out ?? fileURLToPath(new URL("../../test/made-set", import.meta.url));
await mkdir(folder, { recursive: true });
const manifest = join(folder, "manifest.jsonl");
const old = await readFile(manifest, "utf8").catch(() => "");
const known = new Map<string, object>();
for (const line of old.split("\n").filter((text) => text !== "")) {
  const row = rowSchema.parse(JSON.parse(line));
  const present = await readFile(join(folder, row.path)).catch(() => undefined);
  if (present !== undefined) known.set(row.path, row);
}
const clips = plan();
for (const clip of clips) {
  if (known.has(clip.path)) continue;
  known.set(clip.path, await make(folder, clip));
  const rows = clips.map(({ path }) => known.get(path)).filter((row) => row !== undefined);
  await writeFile(manifest, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}
console.error(`${clips.length} clips in ${folder}`);
