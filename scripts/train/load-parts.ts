import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import { readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { sharedDataFolder } from "../shared-data.js";
import { loadSources, type Sources } from "./data-set.js";
import { AMOUNTS, SEED } from "./settings.js";
import { cacheFolder } from "./training-cache.js";

/** The recordings, and the engine that turns them into features. */
export async function loadParts(
  say: (line: string) => void,
): Promise<{ sources: Sources; engine: HopEngine }> {
  const sources = await loadSources(sharedDataFolder(), AMOUNTS, SEED);
  for (const name of ["real", "noises", "flite", "espeak", "kokoro"] as const) {
    const minutes = sources[name].reduce((sum, { samples }) => sum + samples.length, 0) / 960_000;
    say(`${name}: ${sources[name].length} clips, ${minutes.toFixed(1)} min`);
  }
  const weights = readEmbeddingWeights(await readFile(join(cacheFolder("models"), "embedding.onnx")));
  return { sources, engine: await loadEngine("simd", weights) };
}
