import { join } from "node:path";
import { cacheFolder } from "../../src/models/edge/cache-folder.js";

/** The speaking model, its voices and the phonemiser. */
export function voicesFolder(): string {
  return join(cacheFolder(), "voices");
}

/** Speech made for training. */
export function trainingFolder(): string {
  return join(cacheFolder(), "made", "train");
}

/** The development set: what is spoken of texts apart, to judge on before the reported sets. */
export function devSetFolder(): string {
  return join(cacheFolder(), "made", "dev-set");
}
