/** The files of others that Sotto runs on; models/manifest.json says where each comes from. */
export const MODEL_FILES = [
  "embedding.onnx",
  "moonshine-tiny-en/encoder.ort",
  "moonshine-tiny-en/decoder.ort",
  "moonshine-tiny-en/tokenizer.bin",
] as const;
export type ModelFile = (typeof MODEL_FILES)[number];

/** Gives verified model files only. */
export interface ModelStore {
  /**
   * The file's bytes, whose SHA-256 was compared with the manifest on this very read.
   * @throws SottoError MODEL_MISSING, MODEL_ALTERED
   */
  read(file: ModelFile): Promise<Uint8Array>;
}
