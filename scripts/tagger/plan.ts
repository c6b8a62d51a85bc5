/**
 * Plans what is to be said and heard for the tagger:
 * npx tsx scripts/tagger/plan.ts --voices neural|quick --seed N --count N --out FILE
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { sharedDataFolder } from "../shared-data.js";
import { taggerTexts } from "../texts/tagger-texts.js";
import { planSpeech } from "./speech-plan.js";

const { values } = parseArgs({
  options: {
    voices: { type: "string", default: "quick" },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000" },
    out: { type: "string", default: "plan.jsonl" },
  },
});
const texts = taggerTexts(Number(values.seed), Number(values.count), sharedDataFolder());
const plan = planSpeech(
  texts.map(({ marked }) => marked),
  values.voices === "neural" ? "neural" : "quick",
  Number(values.seed),
);
await writeFile(values.out, plan.map((row) => `${JSON.stringify(row)}\n`).join(""));
