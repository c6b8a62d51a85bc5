/**
 * Prints texts that the tagger is trained on, for reading: `npx tsx scripts/texts/print.ts --seed 1 --count 50`.
 */
import { parseArgs } from "node:util";
import { sharedDataFolder } from "../shared-data.js";
import { taggerTexts } from "./tagger-texts.js";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "50" } },
});
for (const { marked, source } of taggerTexts(Number(values.seed), Number(values.count), sharedDataFolder())) {
  process.stdout.write(`${source.padEnd(9)}${marked}\n`);
}
