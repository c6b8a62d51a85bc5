import { EMBEDDING_SIZE } from "../../src/hotloop/embedding-engine.js";
import { WARM_UP_HOPS } from "../../src/hotloop/embedding-graph.js";
import type { HopEngine } from "../../src/hotloop/hop-engine.js";
import type { TrainedHead } from "../../src/hotloop/hot-loop.js";
import type { Features } from "./features.js";

/** Scores of every hop, stream by stream as the hot loop would give them; zero while it warms up. */
export function scoresOf(head: TrainedHead, features: Features, engine: HopEngine): Float32Array {
  const outputs = head.shape.outputs;
  const scores = new Float32Array(features.hops * outputs);
  const dense = engine.head(head.shape, head.weights);
  features.starts.slice(0, -1).forEach((start, stream) => {
    dense.reset();
    const end = features.starts[stream + 1] ?? features.hops;
    for (let hop = start + WARM_UP_HOPS; hop < end; hop++) {
      dense.push(features.embeddings.subarray(hop * EMBEDDING_SIZE, (hop + 1) * EMBEDDING_SIZE));
      if (hop >= start + WARM_UP_HOPS + head.shape.frames) scores.set(dense.scores, hop * outputs);
    }
  });
  return scores;
}
