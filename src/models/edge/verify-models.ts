import { join } from "node:path";
import { codeOf } from "../../domain/errors.js";
import type { ModelEntry } from "../manifest.js";
import type { ModelPlace } from "./file-model-store.js";
import { readVerified } from "./verified-file.js";

export type ModelState = "intact" | "missing" | "altered";

export interface ModelStatus {
  readonly entry: ModelEntry;
  readonly path: string;
  readonly state: ModelState;
  /** What is wrong and what mends it; undefined when the file is intact. */
  readonly problem: string | undefined;
}

async function statusOf(entry: ModelEntry, path: string): Promise<ModelStatus> {
  try {
    await readVerified(entry, path);
    return { entry, path, state: "intact", problem: undefined };
  } catch (error) {
    const code = codeOf(error);
    if (code !== "MODEL_MISSING" && code !== "MODEL_ALTERED") throw error;
    const problem = error instanceof Error ? error.message : code;
    return { entry, path, state: code === "MODEL_MISSING" ? "missing" : "altered", problem };
  }
}

/** Hashes every file of the manifest, one after the other (the largest is 30 MB); reads only. */
export async function verifyModels(place: ModelPlace): Promise<readonly ModelStatus[]> {
  const statuses: ModelStatus[] = [];
  for (const entry of place.manifest.values()) {
    statuses.push(await statusOf(entry, join(place.folder, entry.file)));
  }
  return statuses;
}
