import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import { readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { loadSources, sharedDataFolder } from "./data-set.js";
import { binaryResult, scoresOf, thresholdAt, wakeResults } from "./evaluate.js";
import { makeFeatureSets } from "./feature-sets.js";
import { PERSONAL_LABEL, SPEECH_LABEL } from "./features.js";
import { trainHead } from "./network.js";
import { cacheFolder } from "./training-cache.js";
import { writeHeads } from "./write-heads.js";

const SEED = 20_261_122;
const AMOUNTS = { wakesPerWord: 60, commands: 200, personal: 160, espeakPerWord: 32, kokoro: 364 };

const started = Date.now();
function say(what: string): void {
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}\n`);
}

say(`seed ${SEED}`);
const sources = await loadSources(sharedDataFolder(), AMOUNTS, SEED);
for (const [name, clips] of Object.entries(sources)) {
  const minutes = clips.reduce(
    (sum: number, clip: { samples: Float32Array }) => sum + clip.samples.length / 960_000,
    0,
  );
  say(`${name}: ${clips.length} clips, ${minutes.toFixed(1)} minutes`);
}
const embedding = await readFile(join(cacheFolder("models"), "embedding.onnx"));
const engine = await loadEngine("simd", readEmbeddingWeights(embedding));
const sets = makeFeatureSets(sources, engine, SEED);
say(`hops to train on: ${sets.train.reduce((sum, set) => sum + set.hops, 0)}`);

const heads = {
  speech: trainHead(
    sets.train,
    {
      name: "speech",
      shape: { frames: 4, projection: 32, hidden: 32, outputs: 1 },
      labels: [SPEECH_LABEL],
      epochs: 3,
      negatives: 2,
      positiveWeight: 1,
      seed: SEED,
    },
    say,
  ),
  wake: trainHead(
    sets.train,
    {
      name: "wake",
      shape: { frames: 10, projection: 64, hidden: 64, outputs: WAKE_WORDS.length },
      labels: WAKE_WORDS.map((_, i) => i),
      epochs: 10,
      negatives: 8,
      positiveWeight: 2,
      seed: SEED + 1,
    },
    say,
  ),
  spotter: trainHead(
    sets.train,
    {
      name: "spotter",
      shape: { frames: 12, projection: 48, hidden: 48, outputs: 1 },
      labels: [PERSONAL_LABEL],
      epochs: 4,
      negatives: 3,
      positiveWeight: 1,
      seed: SEED + 2,
    },
    say,
  ),
};
engine.dispose();

for (const [name, set] of Object.entries({
  "calibrate clean": sets.calibrate[0],
  "calibrate augmented": sets.calibrate[1],
  "report clean": sets.report.clean,
  "report noisy": sets.report.noisy,
})) {
  if (set === undefined) continue;
  const wake = scoresOf(heads.wake, set);
  for (const threshold of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const thresholds = { computer: threshold, alexa: threshold, jarvis: threshold };
    const results = wakeResults(set, wake, { thresholds, smoothingHops: 2 });
    say(
      `${name} ${threshold} ` +
        results
          .map(
            (r) =>
              `${r.word} ${r.missed}/${r.said} FA ${r.falseAccepts} in ${r.hours.toFixed(2)} h end ${r.endError.toFixed(2)}`,
          )
          .join("; "),
    );
  }
  const speech = binaryResult(set, scoresOf(heads.speech, set), SPEECH_LABEL, 0.5);
  say(
    `${name} speech AUC ${speech.areaUnderCurve.toFixed(4)} recall ${speech.recall.toFixed(3)} false ${speech.falsePositives.toFixed(3)}`,
  );
  const spotter = scoresOf(heads.spotter, set);
  const at = thresholdAt(set, spotter, PERSONAL_LABEL, 0.05);
  const personal = binaryResult(set, spotter, PERSONAL_LABEL, at);
  say(
    `${name} spotter AUC ${personal.areaUnderCurve.toFixed(4)} recall ${personal.recall.toFixed(3)} at 5 % (threshold ${at.toFixed(3)})`,
  );
}
writeHeads(
  heads,
  {
    firstLook: { thresholds: { computer: 0.4, alexa: 0.4, jarvis: 0.4 }, smoothingHops: 2 },
    speechThreshold: 0.5,
    spotterThreshold: 0.6,
  },
  {},
);
