import { join } from "node:path";
import { entryOf, type ModelManifest } from "../manifest.js";
import type { ModelFile, ModelStore } from "../model-store.js";
import { modelFolder, readModelManifest } from "./cache-folder.js";
import { readVerified } from "./verified-file.js";

export interface ModelPlace {
  readonly manifest: ModelManifest;
  /** The folder that holds the files under their names in the manifest. */
  readonly folder: string;
}

/** The manifest of this program and the cache of this user. */
export function defaultModelPlace(): ModelPlace {
  return { manifest: readModelManifest(), folder: modelFolder() };
}

/** The models of a folder. Every read hashes again: what ran yesterday is no proof for today. */
export class FileModelStore implements ModelStore {
  readonly #place: ModelPlace;

  constructor(place: ModelPlace = defaultModelPlace()) {
    this.#place = place;
  }

  async read(file: ModelFile): Promise<Uint8Array> {
    return readVerified(entryOf(this.#place.manifest, file), join(this.#place.folder, file));
  }
}
