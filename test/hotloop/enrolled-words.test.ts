import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { codeOf, SottoError } from "../../src/domain/errors.js";
import { type LoadedHotLoop, loadHotLoop } from "../../src/hotloop/edge/load-hot-loop.js";
import { enrolledWords, loadWord } from "../../src/hotloop/edge/load-words.js";
import { canBeWord, folderOfWord } from "../../src/hotloop/wake-words.js";
import type { ModelStore } from "../../src/models/model-store.js";
import { enrollAs } from "../support/enrolled-word.js";
import { buildKernel } from "./build-kernel.js";
import { spokenSound } from "./spoken-sound.js";

const cache = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
const models: ModelStore = { read: (file) => readFile(join(cache, "models", file)) };
let sound: Float32Array;

beforeAll(async () => {
  buildKernel();
  sound = await spokenSound();
});

async function wordsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-words-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function listening(words: readonly string[], folder: string): Promise<LoadedHotLoop> {
  const loaded = await loadHotLoop({ models, engine: "simd", listen: { words, wordsFolder: folder } });
  onTestFinished(() => loaded.dispose());
  return loaded;
}

/** Wake scores of every hop that was ready. */
function scoresOf({ hotLoop }: LoadedHotLoop): number[][] {
  hotLoop.reset();
  const all: number[][] = [];
  for (let at = 0; at + HOP_SAMPLES <= sound.length; at += HOP_SAMPLES) {
    const { ready, wake } = hotLoop.hop(sound.subarray(at, at + HOP_SAMPLES));
    if (ready) all.push([...wake]);
  }
  return all;
}

describe("a hot loop with enrolled words", () => {
  it("gives their scores after the shipped ones, as if each ran alone", async () => {
    const folder = await wordsFolder();
    await enrollAs("jarvis", "hey lighthouse", folder);
    await enrollAs("alexa", "o'clock", folder);
    const loaded = await listening(["computer", "hey lighthouse", "o'clock"], folder);
    expect(loaded.hotLoop.words).toEqual(["computer", "alexa", "jarvis", "hey lighthouse", "o'clock"]);
    expect(loaded.firstLook.order).toEqual(loaded.hotLoop.words);
    const scores = scoresOf(loaded);
    expect(scores.length).toBeGreaterThan(20);
    for (const [, alexa = 0, jarvis = 0, lighthouse, clock] of scores) {
      expect(lighthouse).toBeCloseTo(jarvis, 5);
      expect(clock).toBeCloseTo(alexa, 5);
    }
  });

  it("runs no head that nobody listens for", async () => {
    const folder = await wordsFolder();
    await enrollAs("computer", "lighthouse", folder);
    await enrollAs("computer", "windmill", folder);
    expect((await listening(["windmill"], folder)).hotLoop.words).toEqual(["windmill"]);
    expect((await listening(["alexa"], folder)).hotLoop.words).toEqual(["computer", "alexa", "jarvis"]);
    const none = await listening([], folder);
    expect(none.hotLoop.words).toEqual([]);
    expect(scoresOf(none).every((scores) => scores.length === 0)).toBe(true);
  });

  it("takes no memory from the heap for them", async () => {
    const folder = await wordsFolder();
    await enrollAs("jarvis", "hey lighthouse", folder);
    const { hotLoop } = await listening(["computer", "hey lighthouse"], folder);
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const run = (count: number) => {
      for (let i = 0; i < count; i++) {
        const at = (i % 100) * HOP_SAMPLES;
        hotLoop.hop(sound.subarray(at, at + HOP_SAMPLES));
      }
    };
    run(500);
    collect();
    const before = process.memoryUsage();
    run(5_000);
    collect();
    const after = process.memoryUsage();
    expect(after.heapUsed - before.heapUsed).toBeLessThan(64 * 1024);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThanOrEqual(0);
  });
});

describe("enrolled words", () => {
  it("are those with a folder and a card, and none where there is no folder", async () => {
    const folder = await wordsFolder();
    await enrollAs("jarvis", "hey lighthouse", folder);
    await enrollAs("jarvis", "o'clock", folder);
    await mkdir(join(folder, "empty"));
    expect(await enrolledWords(folder)).toEqual(["hey lighthouse", "o'clock"]);
    expect(await enrolledWords(join(folder, "nowhere"))).toEqual([]);
  });

  it("are refused where they are unknown, with the words there are and the way to make one", async () => {
    const folder = await wordsFolder();
    await enrollAs("jarvis", "lighthouse", folder);
    const refusal = await listening(["computer", "windmill"], folder).catch((error: unknown) => error);
    expect(codeOf(refusal)).toBe("WORD_UNKNOWN");
    const { message } = refusal instanceof SottoError ? refusal : { message: "" };
    for (const part of [
      '"windmill"',
      "computer, alexa, jarvis, lighthouse",
      'enroll --from spelling "windmill"',
    ])
      expect(message).toContain(part);
  });

  it("replace an older one of the same name", async () => {
    const folder = await wordsFolder();
    await enrollAs("jarvis", "lighthouse", folder);
    const first = await loadWord(folder, "lighthouse");
    await enrollAs("alexa", "lighthouse", folder);
    expect((await loadWord(folder, "lighthouse")).card.sha256).not.toBe(first.card.sha256);
    expect(await enrolledWords(folder)).toEqual(["lighthouse"]);
  });

  it.each([
    ["word.bin", (bytes: Buffer) => bytes.fill(bytes.readUInt8(100) ^ 1, 100, 101)],
    ["word.bin", (bytes: Buffer) => bytes.subarray(0, 4_000)],
    ["word.json", (bytes: Buffer) => Buffer.from(bytes.toString().replace('"lighthouse"', '"windmill"'))],
    ["word.json", () => Buffer.from("{}")],
    ["word.json", () => Buffer.from("no card")],
  ])("are refused when %s was altered", async (file, alter) => {
    const folder = await wordsFolder();
    const place = await enrollAs("jarvis", "lighthouse", folder);
    await writeFile(join(place, file), alter(await readFile(join(place, file))));
    await expect(listening(["lighthouse"], folder).catch(codeOf)).resolves.toBe("WORD_DAMAGED");
  });
});

describe("a wake word's spelling", () => {
  it.each(["computer", "hey lighthouse", "o'clock", "one two three four", "ab"])("may be %s", (word) => {
    expect(canBeWord(word)).toBe(true);
  });

  it.each([
    "a",
    "",
    "Computer",
    "hey  lighthouse",
    " computer",
    "computer ",
    "one two three four five",
    "r2d2",
    "'tis",
    "hey-lighthouse",
    "../../etc",
    "é".repeat(4),
    "a".repeat(41),
  ])("may not be %j", (word) => {
    expect(canBeWord(word)).toBe(false);
  });

  it("gives each word a folder of its own", () => {
    expect(folderOfWord("hey lighthouse")).toBe("hey-lighthouse");
    expect(folderOfWord("o'clock")).toBe("o_clock");
  });
});
