import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ModelManifest, parseModelManifest } from "../manifest.js";

const manifestPath = fileURLToPath(new URL("../../../models/manifest.json", import.meta.url));

/** The root of everything fetched: `SOTTO_CACHE`, else `~/.cache/sotto`. Never inside the project. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env["SOTTO_CACHE"];
  return chosen === undefined || chosen === "" ? join(homedir(), ".cache", "sotto") : resolve(chosen);
}

/** The folder that model files lie in, named as in the manifest. */
export function modelFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), "models");
}

/**
 * The manifest that this program was built with.
 * @throws SottoError INTERNAL when it is not well formed.
 */
export function readModelManifest(): ModelManifest {
  return parseModelManifest(JSON.parse(readFileSync(manifestPath, "utf8")));
}
