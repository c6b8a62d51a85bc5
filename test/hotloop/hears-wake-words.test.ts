import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSoundFile } from "../../src/capture/edge/sound-file.js";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { type LoadedHotLoop, loadHotLoop } from "../../src/hotloop/edge/load-hot-loop.js";
import { WAKE_WORDS, type WakeWord } from "../../src/hotloop/hop-scores.js";
import { type FirstLook, FirstLookDetector } from "../../src/wake/first-look.js";
import { sharedData } from "../support/shared-data.js";
import { buildKernel } from "./build-kernel.js";

const cache = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
const madeSet = fileURLToPath(new URL("../made-set", import.meta.url));
const PAD = 32_000;

let loaded: LoadedHotLoop;

beforeAll(async () => {
  buildKernel();
  loaded = await loadHotLoop({
    models: { read: (file) => readFile(join(cache, "models", file)) },
    engine: "simd",
  });
});

afterAll(() => loaded.dispose());

/** First looks in a clip with two seconds of a quiet room on either side; times count from the clip's start. */
async function looksIn(path: string): Promise<FirstLook[]> {
  const { audio } = await readSoundFile(path);
  const sound = new Float32Array(audio.samples.length + 2 * PAD);
  let state = 7;
  for (let i = 0; i < sound.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    sound[i] = (state / 2 ** 32 - 0.5) * 0.0011;
  }
  sound.set(audio.samples, PAD);
  loaded.hotLoop.reset();
  const detector = new FirstLookDetector(loaded.card.firstLook);
  const looks: FirstLook[] = [];
  for (let at = 0; at + HOP_SAMPLES <= sound.length; at += HOP_SAMPLES) {
    const look = detector.hop(loaded.hotLoop.hop(sound.subarray(at, at + HOP_SAMPLES)));
    if (look !== undefined) looks.push({ ...look, endSample: look.endSample - PAD });
  }
  return looks;
}

interface Row {
  readonly path: string;
  readonly wake?: WakeWord;
  readonly label?: string;
  readonly words?: readonly (readonly [string, number, number])[];
}

async function rowsOf(manifest: string): Promise<Row[]> {
  const lines = (await readFile(manifest, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line): Row => JSON.parse(line));
}

describe("made set", () => {
  it("has each of its wake words heard, and the end of the word found within 0.3 s", async () => {
    const rows = (await rowsOf(join(madeSet, "manifest.jsonl"))).filter(({ wake }) => wake !== undefined);
    expect(rows.length).toBeGreaterThan(4);
    for (const { path, wake, words } of rows) {
      const looks = await looksIn(join(madeSet, path));
      const end = words?.find(([word]) => word === wake)?.[2] ?? 0;
      const look = looks.find(({ word }) => word === wake);
      expect(look, path).toBeDefined();
      expect(Math.abs((look?.endSample ?? 0) / 16_000 - end), path).toBeLessThan(0.3);
    }
  });
});

const shared = sharedData();

describe.skipIf(shared === undefined)("recordings of people, which the heads were trained on", () => {
  it("have 97 of 100 of their wake words heard", { timeout: 300_000 }, async () => {
    const data = shared ?? "";
    const rows = await rowsOf(join(data, "manifests", "wake-picovoice.jsonl"));
    const theirs = rows.filter(({ label }) => WAKE_WORDS.some((word) => label === `wake:${word}`));
    expect(theirs.length).toBeGreaterThan(200);
    let heard = 0;
    for (const { path, label } of theirs) {
      const looks = await looksIn(join(data, path));
      if (looks.some(({ word }) => `wake:${word}` === label)) heard++;
    }
    expect(heard / theirs.length).toBeGreaterThanOrEqual(0.97);
  });
});
