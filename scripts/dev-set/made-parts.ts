import { existsSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { DevClip } from "./dev-set-plan.js";

/** How a clip may be stored: as it was made, or smaller. */
const ENDINGS = ["flac", "ogg", "opus", "wav"] as const;

/** Of a row only what says whether it is the clip that is planned; the rest is carried along. */
const rowSchema = z.looseObject({
  path: z.string(),
  text: z.string(),
  speaker: z.string(),
  speed: z.number(),
});
type Row = z.infer<typeof rowSchema>;

/** By the name of their clip; more than one where the plan changed between two runs. */
type Rows = ReadonlyMap<string, readonly Row[]>;

/** The rows of all parts in a folder and of the manifest, which is enough where the parts are gone. */
export async function madeRows(folder: string): Promise<Rows> {
  const files = await readdir(folder);
  const rows = new Map<string, Row[]>();
  for (const file of files.filter((name) => /^(manifest|part-[\w-]+)\.jsonl$/.test(name)).sort()) {
    const text = await readFile(join(folder, file), "utf8");
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const row = rowSchema.parse(JSON.parse(line));
      const name = row.path.replace(/\.\w+$/, "");
      rows.set(name, [...(rows.get(name) ?? []), row]);
    }
  }
  return rows;
}

/** The row of a clip whose sound is there, with the name that it has; none where the plan has changed since. */
export function rowOf(folder: string, clip: DevClip, rows: Rows): Row | undefined {
  const text = wordsOf(clip.marked);
  const row = rows
    .get(clip.name)
    ?.findLast((made) => made.text === text && made.speaker === clip.speaker && made.speed === clip.speed);
  const ending = ENDINGS.find((each) => existsSync(join(folder, `${clip.name}.${each}`)));
  return row === undefined || ending === undefined ? undefined : { ...row, path: `${clip.name}.${ending}` };
}

/** Writes manifest.jsonl in plan order out of the parts. @returns how many clips of the plan it holds */
export async function assemble(folder: string, plan: readonly DevClip[]): Promise<number> {
  const rows = await madeRows(folder);
  const lines = plan.flatMap((clip) => {
    const row = rowOf(folder, clip, rows);
    return row === undefined ? [] : [`${JSON.stringify(row)}\n`];
  });
  // Parts may end at the same time: whoever comes last leaves a whole file.
  const fresh = join(folder, `.manifest-${process.pid}`);
  await writeFile(fresh, lines.join(""));
  await rename(fresh, join(folder, "manifest.jsonl"));
  return lines.length;
}

/** A marked text as the words of its row. */
function wordsOf(marked: string): string {
  const unmarked = marked.replace(/\{[A-Z_]+:([^}]*)\}/g, "$1");
  return unmarked
    .split(/\s+/)
    .map((word) => word.replace(/[,.?!;]$/, "").toLowerCase())
    .filter((word) => word !== "")
    .join(" ");
}
