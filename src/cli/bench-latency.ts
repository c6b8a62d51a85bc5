import { readBenchSound } from "../app/bench/bench-utterances.js";
import { measureLatency } from "../app/bench/latency.js";
import { demonstrationUtterances, manifestUtterances } from "../app/bench/latency-utterances.js";
import { lengthCosts, lengthPicture } from "../app/bench/length-costs.js";
import { wireSenses } from "../app/wire.js";
import type { SealingKeys } from "../seal/sealed-clip.js";
import { RECORDINGS } from "./demo-command.js";
import { printJson } from "./options.js";
import { latencyPage } from "./terminal/latency-page.js";
import { progressBar } from "./terminal/progress.js";

/** The demonstration's few recordings are played so often. */
const ROUNDS = 5;

export interface LatencyOptions {
  readonly keys: SealingKeys;
  readonly manifest?: string;
  readonly root?: string;
  readonly json?: boolean;
}

/** Prints the time from the last sample of speech to the sealed clip. @returns the picture of the cost by length */
export async function runLatency({ keys, manifest, root, json }: LatencyOptions): Promise<string> {
  const utterances =
    manifest === undefined
      ? Array.from({ length: ROUNDS }, () => demonstrationUtterances(RECORDINGS))
      : [manifestUtterances({ manifest, root, demonstration: RECORDINGS })];
  const all = (await Promise.all(utterances)).flat();
  const progress = progressBar("latency", all.length);
  const report = await measureLatency(all, keys, () => progress.advance());
  progress.finish();
  const senses = await wireSenses("simd");
  const costs = await lengthCosts(senses, (await readBenchSound(RECORDINGS)).commands);
  senses.hotLoop.dispose();
  if (json) printJson({ ...report, costs });
  else process.stdout.write(`${latencyPage(report, costs)}\n`);
  return lengthPicture(costs);
}
