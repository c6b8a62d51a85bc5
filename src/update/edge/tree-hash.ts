import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { MAX_TREE_ENTRIES, type ReleaseManifest } from "../release-manifest.js";
import { checkPath, checkTarget, type TreeEntry, treeLine, treeList } from "../tree-entry.js";

/** Every entry below a folder, each folder before what it holds. @throws SottoError BUNDLE_INVALID, FILE_UNREADABLE */
export async function* walkTree(root: string, below = ""): AsyncGenerator<TreeEntry> {
  for (const name of await namesIn(join(root, below))) {
    const path = checkPath(below === "" ? name : `${below}/${name}`);
    const entry = await entryOf(root, path);
    yield entry;
    if (entry.kind === "folder") yield* walkTree(root, path);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}

async function entryOf(root: string, path: string): Promise<TreeEntry> {
  const whole = join(root, path);
  try {
    const status = await lstat(whole);
    if (status.isDirectory()) return { kind: "folder", path };
    if (status.isFile()) return { kind: "file", path, runs: (status.mode & 0o100) !== 0, bytes: status.size };
    if (status.isSymbolicLink())
      return { kind: "link", path, target: checkTarget(path, await readlink(whole)) };
  } catch (cause) {
    throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", whole, cause);
  }
  throw new SottoError("BUNDLE_INVALID", `${whole} is neither file, folder nor link`);
}

/** What lies below a folder, as a release's manifest says it. @throws SottoError BUNDLE_INVALID, FILE_UNREADABLE */
export async function hashTree(root: string): Promise<ReleaseManifest["tree"]> {
  const lines: string[] = [];
  let bytes = 0;
  for await (const entry of walkTree(root)) {
    if (lines.length >= MAX_TREE_ENTRIES) throw new SottoError("BUNDLE_INVALID", `${root} holds too much`);
    const sha256 = entry.kind === "file" ? await hashFile(join(root, entry.path)) : "";
    lines.push(treeLine(entry, sha256));
    if (entry.kind === "file") bytes += entry.bytes;
  }
  const sha256 = createHash("sha256").update(treeList(lines)).digest("hex");
  return { sha256, entries: lines.length, bytes };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  return hash.digest("hex");
}

/** What lies on the disk is what was signed, no file more or less. @throws SottoError BUNDLE_INVALID, FILE_UNREADABLE */
export async function requireTree(root: string, { tree }: Pick<ReleaseManifest, "tree">): Promise<void> {
  const found = await hashTree(root);
  if (found.sha256 !== tree.sha256 || found.entries !== tree.entries || found.bytes !== tree.bytes) {
    throw new SottoError("BUNDLE_INVALID", `what lies in ${root} is not what was signed`);
  }
}
