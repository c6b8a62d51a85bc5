import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exposeCollector } from "../../src/app/bench/endurance.js";
import { HOP_SAMPLES } from "../../src/domain/audio.js";
import { codeOf } from "../../src/domain/errors.js";
import { HEADS_FOLDER, loadHeads } from "../../src/hotloop/edge/load-heads.js";
import { type LoadedHotLoop, loadHotLoop } from "../../src/hotloop/edge/load-hot-loop.js";
import type { ModelStore } from "../../src/models/model-store.js";
import { buildKernel } from "./build-kernel.js";
import { spokenSound } from "./spoken-sound.js";

const cache = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
/** Reads straight from the cache: what the store checks is tested where the store is. */
const models: ModelStore = { read: (file) => readFile(join(cache, "models", file)) };

let loaded: LoadedHotLoop;
let sound: Float32Array;
let scratch: string;

beforeAll(async () => {
  buildKernel();
  loaded = await loadHotLoop({ models, engine: "auto" });
  sound = await spokenSound();
  scratch = await mkdtemp(join(tmpdir(), "sotto-heads-"));
});

afterAll(async () => {
  loaded.dispose();
  await rm(scratch, { recursive: true });
});

function* hops(samples: Float32Array): Generator<Float32Array> {
  for (let at = 0; at + HOP_SAMPLES <= samples.length; at += HOP_SAMPLES)
    yield samples.subarray(at, at + HOP_SAMPLES);
}

/** A quiet room: noise at -70 dBFS from a fixed generator. */
function roomTone(seconds: number): Float32Array {
  let state = 7;
  return Float32Array.from({ length: seconds * 16_000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 0.0011;
  });
}

describe("hot loop", () => {
  it("takes the fastest engine by itself", () => {
    expect(loaded.engine).toBe("simd");
  });

  it("says nothing until its window is full, and is ready within two seconds", () => {
    loaded.hotLoop.reset();
    const ready = [...hops(sound)].map((hop) => loaded.hotLoop.hop(hop).ready);
    const first = ready.indexOf(true);
    expect(first).toBeGreaterThan(9);
    expect(first * 0.08).toBeLessThan(2);
    expect(ready.slice(first).every(Boolean)).toBe(true);
  });

  it("gives the same scores again after a reset", () => {
    const run = () => {
      loaded.hotLoop.reset();
      return [...hops(sound)].map((hop) => {
        const { speech, wake, spotter } = loaded.hotLoop.hop(hop);
        return [speech, ...wake, spotter];
      });
    };
    expect(run()).toEqual(run());
  });

  it("hears speech where there is some and none in a quiet room", () => {
    loaded.hotLoop.reset();
    const speechOf = (samples: Float32Array) => {
      const scores: number[] = [];
      for (const hop of hops(samples)) {
        const { ready, speech } = loaded.hotLoop.hop(hop);
        if (ready) scores.push(speech >= loaded.card.speechThreshold ? 1 : 0);
      }
      return scores.reduce((a: number, b) => a + b, 0) / scores.length;
    };
    expect(speechOf(sound)).toBeGreaterThan(0.6);
    // The first half second of quiet still holds the last word in its window.
    speechOf(roomTone(1));
    expect(speechOf(roomTone(5))).toBeLessThan(0.1);
  });

  it("allocates nothing in 20,000 hops, and leaves less than 1 kB behind", () => {
    const collect = exposeCollector();
    const block = sound.slice(0, HOP_SAMPLES);
    const stretch = () => {
      for (let i = 0; i < 5_000; i++) loaded.hotLoop.hop(block);
    };
    stretch();
    const stretches = Array.from({ length: 4 }, () => {
      collect();
      const before = process.memoryUsage();
      stretch();
      const taken = process.memoryUsage().heapUsed - before.heapUsed;
      collect();
      const after = process.memoryUsage();
      return {
        taken,
        left: after.heapUsed - before.heapUsed,
        buffers: after.arrayBuffers - before.arrayBuffers,
      };
    });
    // A compiler at work shows in one stretch; an object a hop, of 12 bytes at least, in each of them.
    expect(Math.min(...stretches.map(({ taken }) => taken))).toBeLessThan(5_000 * 3);
    expect(Math.min(...stretches.map(({ left }) => left))).toBeLessThan(1_000);
    expect(Math.max(...stretches.map(({ buffers }) => buffers))).toBeLessThanOrEqual(0);
  });
});

describe("heads", () => {
  it("stay within one megabyte", async () => {
    expect((await readFile(join(HEADS_FOLDER, "heads.bin"))).length).toBeLessThan(1_000_000);
  });

  it("are refused when the weights were altered by one bit", async () => {
    await cp(HEADS_FOLDER, scratch, { recursive: true });
    const bytes = await readFile(join(scratch, "heads.bin"));
    bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
    await writeFile(join(scratch, "heads.bin"), bytes);
    await expect(loadHeads(scratch).catch(codeOf)).resolves.toBe("MODEL_ALTERED");
  });

  it("are refused when the card is not one, or names weights that are too short", async () => {
    await cp(HEADS_FOLDER, scratch, { recursive: true });
    const bytes = (await readFile(join(scratch, "heads.bin"))).subarray(0, 4_000);
    await writeFile(join(scratch, "heads.bin"), bytes);
    const card: Record<string, unknown> = JSON.parse(await readFile(join(scratch, "heads.json"), "utf8"));
    card["sha256"] = createHash("sha256").update(bytes).digest("hex");
    await writeFile(join(scratch, "heads.json"), JSON.stringify(card));
    await expect(loadHeads(scratch).catch(codeOf)).resolves.toBe("MODEL_ALTERED");
    await writeFile(join(scratch, "heads.json"), "{}");
    await expect(loadHeads(scratch).catch(codeOf)).resolves.toBe("MODEL_ALTERED");
  });

  it("are missed by name where there are none", async () => {
    await expect(loadHeads(join(scratch, "nowhere")).catch(codeOf)).resolves.toBe("MODEL_MISSING");
  });
});
