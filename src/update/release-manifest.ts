import { z } from "zod";
import { SottoError } from "../domain/errors.js";
import { isVersion } from "./version.js";

/** Debian's names, which are those of the packages too. */
export const ARCHITECTURES = ["arm64", "amd64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** Bounds of what is unpacked; a release is far below each. */
export const MAX_PAYLOAD_BYTES = 1_000_000_000;
export const MAX_TREE_BYTES = 2_000_000_000;
export const MAX_TREE_ENTRIES = 100_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const version = z.string().refine(isVersion);

const manifestSchema = z.strictObject({
  name: z.literal("sotto"),
  version,
  arch: z.enum(ARCHITECTURES),
  /** The oldest version that it may take the place of. */
  replaces: version,
  /** What follows the head of the bundle: a tar archive, by gzip. */
  payload: z.strictObject({ sha256, bytes: z.int().min(1).max(MAX_PAYLOAD_BYTES) }),
  /** What it unpacks to: see `treeLines` for what is hashed. */
  tree: z.strictObject({
    sha256,
    entries: z.int().min(1).max(MAX_TREE_ENTRIES),
    bytes: z.int().min(1).max(MAX_TREE_BYTES),
  }),
});

/** What a release says of itself, signed. */
export type ReleaseManifest = z.infer<typeof manifestSchema>;

/** One line of JSON with its keys in the order of the schema: one form for one meaning. */
export function encodeManifest(manifest: ReleaseManifest): string {
  const { name, version, arch, replaces, payload, tree } = manifest;
  return JSON.stringify({
    ...{ name, version, arch, replaces },
    payload: { sha256: payload.sha256, bytes: payload.bytes },
    tree: { sha256: tree.sha256, entries: tree.entries, bytes: tree.bytes },
  });
}

/** @throws SottoError BUNDLE_INVALID, also for another spelling of the same */
export function decodeManifest(text: string): ReleaseManifest {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new SottoError("BUNDLE_INVALID", "the manifest is not JSON", cause);
  }
  const parsed = manifestSchema.safeParse(raw);
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join(".") || "the whole");
    throw new SottoError("BUNDLE_INVALID", `the manifest is wrong: ${paths.join(", ")}`);
  }
  if (encodeManifest(parsed.data) !== text) {
    throw new SottoError("BUNDLE_INVALID", "the manifest is not in its one form");
  }
  return parsed.data;
}
