/**
 * Prints texts that the tagger is trained on, for reading, and how many of each there are:
 * `npx tsx scripts/texts/print.ts --seed 1 --count 50`; `--json` prints JSON lines, as scripts/tagger/rows.ts reads them.
 */
import { parseArgs } from "node:util";
import { sharedDataFolder } from "../shared-data.js";
import { readMarked } from "../voices/marked-text.js";
import { CARRIERS, NEGATIVE_CARRIERS } from "./carriers.js";
import { wordings } from "./fill.js";
import { taggerTexts } from "./tagger-texts.js";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "50" },
    json: { type: "boolean", default: false },
  },
});

const counts = new Map<string, number>();
const count = (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by);
for (const { marked, source } of taggerTexts(Number(values.seed), Number(values.count), sharedDataFolder())) {
  const line = values.json ? JSON.stringify({ marked, source }) : `${source.padEnd(9)}${marked}`;
  process.stdout.write(`${line}\n`);
  count(source);
  for (const type of new Set(readMarked(marked).entities.map((entity) => entity.type))) count(`with ${type}`);
}
for (const { about, commands, statements } of CARRIERS) {
  const frames = [...commands, ...statements];
  count(`carriers about ${about}`, frames.length);
  count(
    "carriers' wordings",
    frames.reduce((sum, frame) => sum + wordings(frame), 0),
  );
}
count("carriers without personal data", NEGATIVE_CARRIERS.length);
for (const [what, number] of counts) process.stderr.write(`${String(number).padStart(6)} ${what}\n`);
