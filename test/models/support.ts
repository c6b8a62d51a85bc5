import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readModelManifest } from "../../src/models/edge/cache-folder.js";
import { type ModelManifest, parseModelManifest } from "../../src/models/manifest.js";
import type { ModelFile } from "../../src/models/model-store.js";

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder, as paths from it, sorted. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/** The content that stands in for a model in these tests: short, and different for every file. */
export function standIn(file: ModelFile): Uint8Array {
  return new TextEncoder().encode(`stand-in for ${file}\n`);
}

/** The project's manifest with small contents; every second source is an address that refuses at once. */
export function standInManifest(): ModelManifest {
  const models = [...readModelManifest().values()].map((entry) => ({
    ...entry,
    bytes: standIn(entry.file).length,
    sha256: createHash("sha256").update(standIn(entry.file)).digest("hex"),
    sources: entry.sources.map((source) =>
      source.kind === "https" ? { kind: "https", url: "https://127.0.0.1:9/model" } : source,
    ),
  }));
  return parseModelManifest({ models });
}
