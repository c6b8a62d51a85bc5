import { homedir } from "node:os";
import { join } from "node:path";

/** The root of everything fetched and made, outside git. */
export function cacheRoot(): string {
  return process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
}

/** The speaking model, its voices and the phonemiser. */
export function voicesFolder(): string {
  return join(cacheRoot(), "voices");
}

/** Speech made for training. */
export function trainingFolder(): string {
  return join(cacheRoot(), "made", "train");
}
