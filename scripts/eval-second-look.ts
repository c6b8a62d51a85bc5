/**
 * What the second look at a wake word misses and lets through, at several thresholds:
 * `npx tsx scripts/eval-second-look.ts DATA [EVERY] [--list]`: every EVERYth recording of DATA, the folder
 * holding manifests/ of wake words and ordinary speech.
 * Near words are spoken by flite (Debian package flite).
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSoundFile, SoundFileReader } from "../src/capture/edge/sound-file.js";
import { SottoError } from "../src/domain/errors.js";
import { parseManifest, parseTruth } from "../src/evaluation/manifest.js";
import { FileModelStore } from "../src/models/edge/file-model-store.js";
import { loadMoonshine } from "../src/transcript/edge/load-moonshine.js";
import { lookAgain, lookWindow } from "../src/wake/second-look.js";

const WORDS = ["computer", "alexa", "jarvis"] as const;
const NEAR: Readonly<Record<(typeof WORDS)[number], readonly string[]>> = {
  computer: ["commuter", "computing", "computed", "compute her", "competitor", "come to her", "pewter"],
  alexa: ["alexis", "alex", "election", "a lexus", "electric", "alaska", "relax a bit"],
  jarvis: ["travis", "harvest", "service", "jarring", "java", "garbage", "jars of"],
};
const FLITE_VOICES = ["slt", "rms", "awb", "kal"];
const THRESHOLDS = [0.003, 0.01, 0.015, 0.02, 0.025, 0.03, 0.05, 0.1, 0.3];
const STRETCH_SECONDS = 2.3;
const STRETCHES_OF_A_STREAM = 40;

interface Look {
  readonly set: string;
  readonly word: string;
  readonly name: string;
  readonly score: number;
}

const data = process.argv[2];
if (data === undefined) throw new SottoError("USAGE", "give the folder of recordings");
const every = Math.max(1, Number.parseInt(process.argv[3] ?? "1", 10) || 1);
const recogniser = await loadMoonshine(new FileModelStore());
const looks: Look[] = [];
const before = process.cpuUsage();

const speech = (await readSoundFile(join(data, "audio/speech-lj/lj_01.ogg")).catch(() => undefined))?.audio
  .samples;
for (const set of ["wake-picovoice", "wake-community"]) {
  const text = readFileSync(join(data, "manifests", `${set}.jsonl`), "utf8");
  const truths = parseTruth(text);
  for (const [i, row] of parseManifest(text).entries()) {
    if (i % every !== 0) continue;
    const label = truths[i]?.label ?? "";
    const said = WORDS.find((word) => label === `wake:${word}`);
    const { audio } = await readSoundFile(join(data, row.path));
    const firstLook = middleOfWord(audio.samples) + 6_400;
    if (said === undefined) {
      for (const word of WORDS)
        await look("another wake word", word, row.path, lookWindow(audio.samples, firstLook));
      continue;
    }
    await look(said, said, row.path, lookWindow(audio.samples, firstLook));
    if (speech === undefined) continue;
    const followed = new Float32Array(firstLook + 8_000);
    followed.set(audio.samples.subarray(0, firstLook));
    followed.set(speech.subarray(i * 16_000, i * 16_000 + 8_000), firstLook);
    await look(`${said}, speech at once behind`, said, row.path, lookWindow(followed, firstLook + 1_600));
  }
}

const reader = new SoundFileReader();
for (const set of ["speech-libri", "speech-meetings"]) {
  const rows = parseManifest(readFileSync(join(data, "manifests", `${set}.jsonl`), "utf8"));
  for (const path of new Set(rows.map((row) => row.path))) {
    const whole = (await reader.read(join(data, path))).audio.samples;
    for (let k = 0; k < STRETCHES_OF_A_STREAM; k += every) {
      const at = Math.floor(((k + 0.5) / STRETCHES_OF_A_STREAM) * (whole.length - STRETCH_SECONDS * 16_000));
      const stretch = lookWindow(whole, Math.max(0, at) + 22_400);
      for (const word of WORDS) await look("other speech", word, `${path} ${at / 16_000}`, stretch);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), "near-words-"));
try {
  for (const word of WORDS) {
    for (const near of [word, ...NEAR[word]]) {
      for (const voice of FLITE_VOICES) {
        const file = join(folder, "near.wav");
        execFileSync("flite", ["-voice", voice, "-t", near, "-o", file]);
        const { audio } = await readSoundFile(file);
        const padded = new Float32Array(audio.samples.length + 12_000);
        padded.set(audio.samples, 8_000);
        await look(
          near === word ? `${word}, flite` : `near ${word}`,
          word,
          `${near} ${voice}`,
          lookWindow(padded, 8_000 + audio.samples.length),
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

const used = process.cpuUsage(before);
console.log(
  `${looks.length} looks, ${((used.user + used.system) / 1000 / looks.length).toFixed(0)} ms of processor each`,
);
for (const set of new Set(looks.map((one) => one.set))) {
  const scores = looks.filter((one) => one.set === set).map((one) => one.score);
  const passed = THRESHOLDS.map((t) => `${scores.filter((score) => score >= t).length} at ${t}`).join(", ");
  console.log(`${set}: ${scores.length} looks; passed ${passed}`);
}
if (process.argv.includes("--list")) {
  for (const one of looks.toSorted((a, b) => a.set.localeCompare(b.set) || b.score - a.score)) {
    console.log(`${one.score.toFixed(4)} ${one.set} | ${one.word} | ${one.name}`);
  }
}

async function look(set: string, word: string, name: string, samples: Float32Array): Promise<void> {
  const { score } = await lookAgain((sound, phrase) => recogniser.plausibility(sound, phrase), samples, word);
  looks.push({ set, word, name, score });
}

/** Where .7 s hold the most sound; the root keeps a click from winning. */
function middleOfWord(samples: Float32Array): number {
  const step = 160;
  const width = 70;
  const levels = Array.from({ length: Math.floor(samples.length / step) }, (_, i) =>
    Math.sqrt(samples.subarray(i * step, (i + 1) * step).reduce((sum, sample) => sum + Math.abs(sample), 0)),
  );
  let best = 0;
  let bestSum = -1;
  for (let i = 0; i + width <= levels.length; i++) {
    const sum = levels.slice(i, i + width).reduce((a, b) => a + b, 0);
    if (sum > bestSum) {
      bestSum = sum;
      best = i;
    }
  }
  return (best + width / 2) * step;
}
