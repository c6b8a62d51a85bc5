/**
 * Speaks the development set into <cache>/made/dev-set:
 * npx tsx scripts/dev-set/make.ts [--part I/N] [--limit N] [--small] [--assemble] [--out DIR] [--seed N]
 * A clip that is there is not made again. Parts may run side by side, on several machines too: whoever ends puts
 * the rows of all parts that are in the folder together into manifest.jsonl; --assemble does only that.
 */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SottoError } from "../../src/domain/errors.js";
import { writeFlac } from "../../src/encode/edge/flac.js";
import { madeRow } from "../voices/made-row.js";
import { readMarked } from "../voices/marked-text.js";
import { speak } from "../voices/speak.js";
import { devSetFolder } from "../voices/voices-cache.js";
import { DEV_SET_SEED, type DevClip, devSetPlan, smallPart } from "./dev-set-plan.js";
import { assemble, madeRows, rowOf } from "./made-parts.js";

const EVERY = 20;

async function make(folder: string, clip: DevClip): Promise<string> {
  const text = readMarked(clip.marked);
  const speech = await speak(text.spoken, clip.speaker, { speed: clip.speed });
  const path = `${clip.name}.flac`;
  await writeFile(join(folder, path), writeFlac(speech.samples));
  const label = text.entities.length > 0 ? "pii" : "harmless";
  return `${JSON.stringify(madeRow({ path, label, speaker: clip.speaker, speed: clip.speed }, text, speech))}\n`;
}

/** "2/8" is every eighth clip from the second on, so that each part is as balanced as the whole. */
function partOf(text: string): { readonly index: number; readonly count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!(index >= 1 && index <= count)) throw new SottoError("USAGE", `--part 2/8, not ${text}`);
  return { index, count };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      part: { type: "string", default: "1/1" },
      limit: { type: "string", default: "100000" },
      small: { type: "boolean", default: false },
      assemble: { type: "boolean", default: false },
      out: { type: "string" },
      seed: { type: "string", default: String(DEV_SET_SEED) },
    },
  });
  const folder = values.out ?? devSetFolder();
  await mkdir(folder, { recursive: true });
  const whole = devSetPlan(Number(values.seed));
  const plan = (values.small ? smallPart(whole) : whole).slice(0, Number(values.limit));
  const { index, count } = partOf(values.part);
  const mine = values.assemble ? [] : plan.filter((_, i) => i % count === index - 1);
  const rows = await madeRows(folder);
  let made = 0;
  for (const clip of mine) {
    if (rowOf(folder, clip, rows) !== undefined) continue;
    await appendFile(join(folder, `part-${index}-of-${count}.jsonl`), await make(folder, clip));
    if (++made % EVERY === 0) console.error(`${made} clips made, ${clip.name} last`);
  }
  console.error(`${await assemble(folder, plan)} of ${plan.length} clips in ${folder}, ${made} made now`);
}

await main();
