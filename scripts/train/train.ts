import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import { loadHeads } from "../../src/hotloop/edge/load-heads.js";
import { WAKE_WORDS } from "../../src/hotloop/hop-scores.js";
import { StreamingHotLoop, type TrainedHeads } from "../../src/hotloop/hot-loop.js";
import { readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { interval, writeCard } from "./card.js";
import { loadSources, readSets, sharedDataFolder } from "./data-set.js";
import { binaryResult, scoresOf, thresholdAt, wakeResults } from "./evaluate.js";
import { makeFeatureSets } from "./feature-sets.js";
import { PERSONAL_LABEL, SPEECH_LABEL } from "./features.js";
import { trainHead } from "./network.js";
import { REPORTED_SETS } from "./real-clips.js";
import { spotClips } from "./spotter-clips.js";
import { chooseThresholds, SMOOTHING_HOPS } from "./thresholds.js";
import { cacheFolder } from "./training-cache.js";
import { writeHeads } from "./write-heads.js";

const SEED = 20_261_122;
const AMOUNTS = { wakesPerWord: 60, commands: 200, personal: 160, espeakPerWord: 32, kokoro: 1_092 };
const SPEECH_THRESHOLD = 0.5;
/** Share of harmless hops of the calibration speakers that the spotter may take for personal ones. */
const SPOTTER_FALSE_HOPS = 0.02;

const started = performance.now();
function say(what: string): void {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}\n`);
}

say(`seed ${SEED}`);
const data = sharedDataFolder();
const sources = await loadSources(data, AMOUNTS, SEED);
for (const [name, clips] of Object.entries(sources)) say(`${name}: ${clips.length} clips`);
const weights = readEmbeddingWeights(await readFile(join(cacheFolder("models"), "embedding.onnx")));
const engine = await loadEngine("simd", weights);
const sets = makeFeatureSets(sources, await readSets(data, REPORTED_SETS), engine, SEED);
const trainedHops = sets.train.reduce((sum, { hops }) => sum + hops, 0);
say(`${trainedHops} hops to train on`);

/** `--keep-weights` chooses thresholds and writes the card for the heads that are there. */
const heads = process.argv.includes("--keep-weights") ? (await loadHeads()).heads : trainHeads();

const calibrate = sets.calibrate
  .slice(0, 1)
  .map((features) => ({ features, scores: scoresOf(heads.wake, features) }));
const thresholds = chooseThresholds(calibrate);
const [calibrateClean] = sets.calibrate;
const spotterThreshold =
  calibrateClean === undefined
    ? 0.5
    : thresholdAt(
        calibrateClean,
        scoresOf(heads.spotter, calibrateClean),
        PERSONAL_LABEL,
        SPOTTER_FALSE_HOPS,
      );

const looks = { thresholds, smoothingHops: SMOOTHING_HOPS };
const real = ["wake-picovoice", "wake-community", "misc-clips"];
const { clean, noisy } = sets.report;
const cleanScores = scoresOf(heads.wake, clean);
const noisyScores = scoresOf(heads.wake, noisy);
const wake = {
  "As recorded": wakeResults(clean, cleanScores, looks),
  "As recorded, people only (no synthetic voices)": wakeResults(clean, cleanScores, looks, real),
  "In household noise at 10 dB": wakeResults(noisy, noisyScores, looks),
  "Reading and meetings without wake words (speech-lj, speech-meetings)": wakeResults(
    sets.talk,
    scoresOf(heads.wake, sets.talk),
    looks,
  ),
};
const speech = {
  "as recorded": binaryResult(clean, scoresOf(heads.speech, clean), SPEECH_LABEL, SPEECH_THRESHOLD),
  "10 dB noise": binaryResult(noisy, scoresOf(heads.speech, noisy), SPEECH_LABEL, SPEECH_THRESHOLD),
};
const spotter = {
  "as recorded": binaryResult(clean, scoresOf(heads.spotter, clean), PERSONAL_LABEL, spotterThreshold),
  "10 dB noise": binaryResult(noisy, scoresOf(heads.spotter, noisy), PERSONAL_LABEL, spotterThreshold),
};
const loop = new StreamingHotLoop(engine, heads);
const spottedClips = {
  "pii-an4": await spotClips(data, "pii-an4", loop, spotterThreshold),
  "pii-spoken-dev": await spotClips(data, "pii-spoken-dev", loop, spotterThreshold),
};

for (const [name, results] of Object.entries(wake)) {
  for (const { word, said, missed, falseAccepts, hours, endError, missedClips } of results) {
    say(
      `${name}: ${word} missed ${missed} of ${said} (${interval(missed, said)}), ${falseAccepts} looks elsewhere in ${hours.toFixed(2)} h, end ${endError.toFixed(2)} s ${missedClips.join(" ")}`,
    );
  }
}
for (const [name, r] of Object.entries({ ...speech }))
  say(
    `speech, ${name}: AUC ${r.areaUnderCurve.toFixed(3)}, heard ${r.recall.toFixed(3)}, false ${r.falsePositives.toFixed(3)}`,
  );
for (const [name, r] of Object.entries({ ...spotter }))
  say(
    `spotter, ${name}: AUC ${r.areaUnderCurve.toFixed(3)}, heard ${r.recall.toFixed(3)}, false ${r.falsePositives.toFixed(3)}`,
  );
for (const [name, r] of Object.entries(spottedClips))
  say(
    `spotter, ${name}: ${r.spotted} of ${r.personal} personal clips, ${r.accused} of ${r.harmless} harmless`,
  );
say(`thresholds ${JSON.stringify(thresholds)}, spotter ${spotterThreshold.toFixed(3)}`);

const trainedHours = (trainedHops * HOP_SAMPLES) / 16_000 / 3_600;
const clips = [...sources.real, ...sources.kokoro, ...sources.flite, ...sources.espeak];
writeHeads(
  heads,
  {
    firstLook: { thresholds, smoothingHops: SMOOTHING_HOPS },
    speechThreshold: SPEECH_THRESHOLD,
    spotterThreshold,
  },
  { seed: SEED, trainedHours, wake, speech, spotter, spottedClips },
);
writeCard({
  seed: SEED,
  trainedHours,
  clips,
  thresholds,
  wake,
  speech,
  spotter,
  spottedClips,
  spotterThreshold,
});
engine.dispose();
say("models/heads written");

function trainHeads(): TrainedHeads {
  return {
    wake: trainHead(
      sets.train,
      {
        name: "wake",
        shape: { frames: 10, projection: 64, hidden: 64, outputs: WAKE_WORDS.length },
        labels: WAKE_WORDS.map((_, index) => index),
        epochs: 10,
        negatives: 40,
        positiveWeight: 2,
        seed: SEED + 1,
      },
      say,
    ),
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
    spotter: trainHead(
      sets.train,
      {
        name: "spotter",
        shape: { frames: 12, projection: 48, hidden: 48, outputs: 1 },
        labels: [PERSONAL_LABEL],
        epochs: 6,
        negatives: 8,
        positiveWeight: 1,
        seed: SEED + 2,
      },
      say,
    ),
  };
}
