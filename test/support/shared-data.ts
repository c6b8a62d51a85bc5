import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const besideTheProject = fileURLToPath(new URL("../../../shared/data", import.meta.url));

/**
 * The recordings for development, which are people's voices and so no part of the project.
 * Undefined where they are absent; tests that need them then skip and are counted as skipped.
 */
export function sharedData(): string | undefined {
  return existsSync(besideTheProject) ? besideTheProject : undefined;
}
