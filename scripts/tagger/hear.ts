/**
 * Says planned utterances and keeps what the recogniser prints of them, each once as said and twice in noise:
 * npx tsx scripts/tagger/hear.ts --plan FILE --out FILE [--noise FILE] [--part I/N] [--seconds S]
 * The plan is JSON lines as `planSpeech` gives them; the noise is 16 kHz, 16-bit, without a header. What is in the
 * output is not said again, so an interrupted run goes on where it stopped.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import type { Recogniser } from "../../src/transcript/recogniser.js";
import { readMarked } from "../voices/marked-text.js";
import { Random } from "../voices/random.js";
import { appendHeard, heardOf, readHeard } from "./heard.js";
import { inNoise } from "./in-noise.js";
import { say } from "./say.js";

const plannedSchema = z.object({
  name: z.string(),
  marked: z.string(),
  speaker: z.string(),
  speed: z.number(),
});
type Planned = z.infer<typeof plannedSchema>;

/** dB of the speech's louder half over the noise, once hard and once mild. */
const HARD = { from: 5, to: 11 };
const MILD = { from: 11, to: 22 };

async function hearOne(
  recogniser: Recogniser,
  { name, marked, speaker, speed }: Planned,
  noise: Float32Array | undefined,
  out: string,
): Promise<number> {
  const samples = await say(readMarked(marked).spoken, { speaker, speed });
  if (samples === undefined) return 0;
  const random = new Random([...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) >>> 0, 7));
  const levels =
    noise === undefined
      ? [null]
      : [null, ...[HARD, MILD].map(({ from, to }) => from + random.next() * (to - from))];
  for (const snr of levels) {
    const sound = snr === null || noise === undefined ? samples : inNoise(samples, noise, snr, random);
    const hearing = await recogniser.hear(sound);
    await appendHeard(out, heardOf({ name, marked, speaker, snr }, hearing.transcript));
    hearing.release();
  }
  return samples.length / 16_000;
}

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
    seconds += await hearOne(recogniser, planned, noise, out);
    if (++said % 50 === 0) console.error(`${said} utterances, ${seconds.toFixed(0)} s of speech`);
  }
  console.error(`${said} utterances, ${seconds.toFixed(0)} s of speech`);
}

async function readNoise(path: string): Promise<Float32Array> {
  const file = await readFile(path);
  return Float32Array.from({ length: file.length / 2 }, (_, i) => file.readInt16LE(2 * i) / 32_768);
}

await main();
