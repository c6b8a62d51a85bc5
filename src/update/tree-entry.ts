import { SottoError } from "../domain/errors.js";

/** What a release is made of: files, folders and links inside of it. Nothing else is unpacked, hashed or packed. */
export type TreeEntry =
  | { readonly kind: "file"; readonly path: string; readonly runs: boolean; readonly bytes: number }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

const MAX_PATH_BYTES = 255;
const MAX_DEPTH = 40;

/**
 * A path inside of the tree: relative, in one spelling, with no step up.
 * @throws SottoError BUNDLE_INVALID
 */
export function checkPath(path: string): string {
  const parts = path.split("/");
  const isOdd = (part: string) => part === "" || part === "." || part === "..";
  if (new TextEncoder().encode(path).length > MAX_PATH_BYTES || parts.length > MAX_DEPTH) {
    throw new SottoError("BUNDLE_INVALID", "a path is too long");
  }
  // Control characters too: the list that is hashed is one of lines.
  if (parts.some(isOdd) || [...path].some((c) => c < " " || c === "\u007f" || c === "\\" || c === "\ufffd")) {
    throw new SottoError("BUNDLE_INVALID", "a path leads out of the tree or has no plain name");
  }
  return path;
}

/**
 * Where a link inside of the tree leads.
 * @throws SottoError BUNDLE_INVALID for one that leads out of the tree
 */
export function checkTarget(path: string, target: string): string {
  if (target === "" || target.startsWith("/") || target.length > MAX_PATH_BYTES) {
    throw new SottoError("BUNDLE_INVALID", "a link leads out of the tree");
  }
  // Steps up come first or not at all: behind a name they would start from wherever another link leads.
  const parts = target.split("/");
  const ups = parts.findIndex((part) => part !== "..");
  const from = path.split("/").slice(0, -1);
  if (ups < 0 || ups > from.length) throw new SottoError("BUNDLE_INVALID", "a link leads out of the tree");
  checkPath([...from.slice(0, from.length - ups), ...parts.slice(ups)].join("/"));
  if ([...target].some((c) => c < " " || c === "\u007f")) {
    throw new SottoError("BUNDLE_INVALID", "a link has no plain target");
  }
  return target;
}

/**
 * The line of one entry in the list that is hashed. Nothing that the list leaves out (owner, times, other bits of the
 * mode) is taken from the archive either.
 * @param sha256 of a file's content, in hex
 */
export function treeLine(entry: TreeEntry, sha256: string): string {
  switch (entry.kind) {
    case "file":
      return `${entry.runs ? "program" : "file"} ${sha256} ${entry.bytes} ${entry.path}\n`;
    case "folder":
      return `folder ${entry.path}\n`;
    case "link":
      return `link ${entry.path}\n  to ${entry.target}\n`;
  }
}

/** The list that is hashed, sorted by the bytes of its lines, whatever order a disk tells them in. */
export function treeList(lines: readonly string[]): string {
  return [...lines].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join("");
}
