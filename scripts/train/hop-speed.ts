import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FullWindowEmbedding } from "../../src/hotloop/edge/full-window-embedding.js";
import { loadEngine } from "../../src/hotloop/edge/load-engine.js";
import { ENGINE_NAMES } from "../../src/hotloop/embedding-engine.js";
import {
  type HopTimes,
  measureEngine,
  measureFullWindow,
  measureMel,
} from "../../src/hotloop/measure-hops.js";
import { readEmbeddingWeights } from "../../src/hotloop/onnx-weights.js";
import { Random } from "../voices/random.js";
import { syntheticNoise } from "./room.js";
import { cacheFolder } from "./training-cache.js";

/** Prints the time of a hop for each engine; the sound is noise, because no engine is faster on some sounds. */
const model = await readFile(join(cacheFolder("models"), "embedding.onnx"));
const weights = readEmbeddingWeights(model);
const sound = syntheticNoise(16_000 * 30, new Random(1)).map((value) => value * 0.1);
const measurement = {
  sound,
  hops: Number(process.argv[2] ?? 1_000),
  warmUpHops: 200,
  nowMs: () => performance.now(),
};

function print(name: string, { hops, p50, p95, p99 }: HopTimes): void {
  process.stdout.write(
    `${name.padEnd(34)} p50 ${p50.toFixed(3)}  p95 ${p95.toFixed(3)}  p99 ${p99.toFixed(3)} ms  (${hops} hops)\n`,
  );
}

print("log-mel alone", measureMel(measurement));
for (const name of ENGINE_NAMES) {
  const engine = await loadEngine(name, weights);
  print(`log-mel and ${name}`, measureEngine(engine, measurement));
  engine.dispose();
}
const peer = await FullWindowEmbedding.load(model);
print("log-mel and full window, ORT", await measureFullWindow(peer, measurement));
await peer.dispose();
