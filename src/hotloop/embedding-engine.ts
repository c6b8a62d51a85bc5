/** Values of one embedding. */
export const EMBEDDING_SIZE = 96;
/** Mel bands of one frame, and frames of one hop (10 ms each). */
export const MEL_BANDS = 32;
export const MEL_FRAMES_PER_HOP = 8;

/** Which engine computes the speech embedding. All agree within 1e-4. */
export const ENGINE_NAMES = ["simd", "tfjs-node", "tfjs-wasm"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Streaming speech embedding (Google speech_embedding, 328,128 parameters, 775 ms of field). */
export interface EmbeddingEngine {
  readonly name: EngineName;
  /**
   * `mel` is MEL_FRAMES_PER_HOP x MEL_BANDS log-mel values (dB / 10 + 2); writes EMBEDDING_SIZE values to `out`.
   * No allocation in the "simd" engine.
   */
  embed(mel: Float32Array, out: Float32Array): void;
  /** Overwrites the streaming state with zeros. */
  reset(): void;
  dispose(): void;
}
