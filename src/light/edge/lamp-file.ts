import { rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../domain/errors.js";
import { openPrivateFolder, readPrivateFile } from "../../keys/edge/private-file.js";
import { LAMP_MEMORY_BYTES, lampMemory } from "../lamp-memory.js";
import type { LampWiring } from "../lamp-wiring.js";
import { overwriteInPlace, replaceDurably } from "./durable-file.js";

/** Beside the mute state; light-safe reads it, whatever the configuration has become since. */
const NAME = "lamp";

/**
 * Writes down which lines the lamp is about to be on. A disk that takes no file leaves none there: an old one could name
 * another lamp, and without one light-safe reads the configuration.
 * @param folder the light's own; made where it is not there
 * @throws SottoError KEY_INVALID for a folder that is open to others, FILE_UNREADABLE when it cannot be made
 */
export async function rememberLamp(folder: string, wiring: LampWiring): Promise<"remembered" | "failed"> {
  openPrivateFolder(folder);
  const path = join(folder, NAME);
  const text = lampMemory(wiring);
  if (saved(path) === text) return "remembered";
  for (const write of [replaceDurably, overwriteInPlace]) {
    try {
      await write(path, text);
      return "remembered";
    } catch (error) {
      if (codeOf(error) !== "FILE_UNREADABLE") throw error;
    }
  }
  rmSync(path, { force: true });
  return "failed";
}

function saved(path: string): string | undefined {
  try {
    const bytes = readPrivateFile(path, LAMP_MEMORY_BYTES);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
