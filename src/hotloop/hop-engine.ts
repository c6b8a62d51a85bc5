import type { Head, HeadShape } from "./dense-head.js";
import type { EmbeddingEngine } from "./embedding-engine.js";
import type { MelFrontEnd } from "./mel.js";

/**
 * An engine with the two parts around its embedding, as it runs them best. Each part has a state of its own, belongs
 * to this engine and ends with it; none is made once hops run.
 */
export interface HopEngine extends EmbeddingEngine {
  logMel(): MelFrontEnd;
  /** `weights` holds headFloats(shape) values. */
  head(shape: HeadShape, weights: Float32Array): Head;
}
