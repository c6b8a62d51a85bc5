/**
 * Says planned utterances and keeps what the recogniser prints of them, each once as said and twice in noise:
 * npx tsx scripts/tagger/hear.ts --plan FILE --out FILE [--noise FILE] [--part I/N] [--seconds S]
 * The plan is JSON lines as `planSpeech` gives them; the noise is 16 kHz, 16-bit, without a header. What is in the
 * output is not said again, so an interrupted run goes on where it stopped.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { SAMPLE_RATE_HZ } from "../../src/domain/audio.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import { readMarked } from "../voices/marked-text.js";
import { hearSound, readNoise } from "./hear-sound.js";
import { readHeard } from "./heard.js";
import { say } from "./say.js";

const plannedSchema = z.object({
  name: z.string(),
  marked: z.string(),
  speaker: z.string(),
  speed: z.number(),
});
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      plan: { type: "string" },
      out: { type: "string" },
      noise: { type: "string" },
      part: { type: "string", default: "0/1" },
      seconds: { type: "string", default: "1000000" },
    },
  });
  const started = performance.now();
  const [part = 0, parts = 1] = values.part.split("/").map(Number);
  const plan = (await readFile(values.plan ?? "", "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => plannedSchema.parse(JSON.parse(line)));
  const out = values.out ?? "heard.jsonl";
  const known = new Set((await readHeard(out)).map(({ name }) => name));
  const noise = values.noise === undefined ? undefined : await readNoise(values.noise);
  const recogniser = await loadMoonshine(new FileModelStore());
  let seconds = 0;
  let said = 0;
  for (const [i, planned] of plan.entries()) {
    if (i % parts !== part || known.has(planned.name)) continue;
    if ((performance.now() - started) / 1000 > Number(values.seconds)) break;
    const { name, marked, speaker } = planned;
    const samples = await say(readMarked(marked).spoken, planned);
    if (samples === undefined) continue;
    await hearSound({ recogniser, noise, out }, { name, marked, speaker }, samples);
    seconds += samples.length / SAMPLE_RATE_HZ;
    if (++said % 50 === 0) console.error(`${said} utterances, ${seconds.toFixed(0)} s of speech`);
  }
  console.error(`${said} utterances, ${seconds.toFixed(0)} s of speech`);
}

await main();
