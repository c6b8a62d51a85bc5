import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { toSamples } from "../../src/domain/audio.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import type { Clip } from "./clip.js";
import { kindOfType } from "./real-clips.js";

const rowSchema = z.object({
  path: z.string(),
  words: z.array(z.tuple([z.string(), z.number(), z.number()])),
  kind: z.enum(["wake", "near-miss", "command", "pii"]),
  entities: z.array(z.object({ type: z.string(), start: z.number(), end: z.number() })).default([]),
  voice: z.string(),
});

/** The first `most` clips that scripts/voices has spoken with Kokoro's training voices; fewer are fine, none too. */
export async function kokoroClips(folder: string, most: number): Promise<Clip[]> {
  const manifest = join(folder, "manifest.jsonl");
  if (!existsSync(manifest)) return [];
  const clips: Clip[] = [];
  for (const line of (await readFile(manifest, "utf8")).split("\n")) {
    if (line.trim() === "" || clips.length === most) continue;
    const row = rowSchema.parse(JSON.parse(line));
    const path = join(folder, row.path);
    if (!existsSync(path)) continue;
    const wakes = row.words.flatMap(([text, start, end]) => {
      const word = WAKE_WORDS.find((w) => w === text.toLowerCase().replace(/[^a-z]/g, ""));
      return word === undefined
        ? []
        : [{ word, start: toSamples(start), end: toSamples(end), known: "well" as const }];
    });
    clips.push({
      id: `kokoro:${row.path}`,
      speaker: row.voice
        .split("+")
        .map((voice) => `kokoro-${voice}`)
        .join("+"),
      source: "kokoro",
      label: row.kind,
      kind: wakes.length > 0 ? "wake" : "speech",
      samples: (await readSoundFile(path)).audio.samples,
      wakes,
      personal: row.entities.map(({ type, start, end }) => ({
        ...{ start: toSamples(start), end: toSamples(end) },
        kind: kindOfType(type),
      })),
      harmless: row.kind === "command" && row.entities.length === 0,
    });
  }
  return clips;
}
