/**
 * Lays out what was recorded and spoken, trains the heads fold by fold, calibrates them on speakers that they did not
 * hear, and writes models/heads. scripts/train-heads does the set-up; `--report` prints the figures and writes nothing.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../src/domain/errors.js";
import { HEADS_FOLDER } from "../../src/hotloop/edge/load-heads.js";
import { FileModelStore } from "../../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../../src/transcript/edge/load-moonshine.js";
import { cardOf, figures } from "./card.js";
import { hoursOf, rowSets, trainingSets } from "./feature-sets.js";
import { headsOf } from "./fold-heads.js";
import { reportFolds } from "./fold-report.js";
import { FOLDS } from "./folds.js";
import { loadParts } from "./load-parts.js";
import { NEURAL_ROWS, SEED, SMOOTHING_HOPS, SPEECH_THRESHOLD } from "./settings.js";
import { tradeOff } from "./trade-off.js";
import { keyOf } from "./training-cache.js";
import { writeHeads } from "./write-heads.js";

/** Trainings at once: each uses one core and two gigabytes. */
const AT_ONCE = 2;

const started = performance.now();
function say(line: string): void {
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);
}

/** In a process of its own, so that two train side by side. What is in the cache is not trained again. */
async function trainFold(fold: string): Promise<void> {
  const program = join(import.meta.dirname, "train-fold.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, fold], { stdio: ["ignore", 2, 2] });
  const [status] = await once(child, "exit");
  if (status !== 0) throw new SottoError("INTERNAL", `the training of fold ${fold} ended with ${status}`);
}

async function trainAll(): Promise<void> {
  const waiting = ["all", ...Array.from({ length: FOLDS }, (_, fold) => String(fold))];
  const worker = async () => {
    for (let fold = waiting.shift(); fold !== undefined; fold = waiting.shift()) await trainFold(fold);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

say(`seed ${SEED}`);
const { sources, engine } = await loadParts(say);
const sets = trainingSets(sources, engine, SEED, say);
await trainAll();
const rows = rowSets(sources, engine, NEURAL_ROWS);
say(`${hoursOf(rows).toFixed(1)} h of rows to report on`);
const recogniser = await loadMoonshine(new FileModelStore());
const report = await reportFolds(rows, (fold) => headsOf(sets, fold, SEED, { engine, say }), {
  ...{ sources, engine, say },
  recogniser: keyOf(readFileSync(join(import.meta.dirname, "../../models/manifest.json"), "utf8")),
  plausibility: (samples, phrase) => recogniser.plausibility(samples, phrase),
});
if (process.argv.includes("--report")) {
  // A section of docs/figures.md: its headings lie one deeper.
  process.stdout.write(`${figures(report).replaceAll(/^## /gm, "### ")}\n`);
} else {
  writeHeads(headsOf(sets, undefined, SEED, { engine, say }), {
    firstLook: {
      thresholds: report.firstThresholds,
      delays: report.delays,
      smoothingHops: SMOOTHING_HOPS,
    },
    secondLook: report.rule,
    speechThreshold: SPEECH_THRESHOLD,
    spotter: report.spotter,
  });
  const clips = [
    ...sources.real,
    ...sources.noises,
    ...sources.kokoro,
    ...sources.flite,
    ...sources.espeak,
  ].filter(({ label }) => label !== "digit_strings");
  const facts = {
    seed: SEED,
    trainedHours: hoursOf(sets.map(({ features }) => ({ features }))),
    clips,
    report,
  };
  writeFileSync(join(HEADS_FOLDER, "README.md"), cardOf(facts));
  writeFileSync(join(HEADS_FOLDER, "trade-off.svg"), tradeOff(report));
  say("models/heads written");
}
engine.dispose();
