import { closeSync, fsyncSync, mkdirSync, openSync, symlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { syncFolder } from "../../keys/edge/private-file.js";
import { ArchiveReader } from "../archive-reader.js";
import type { TreeEntry } from "../tree-entry.js";

/**
 * Unpacks an archive into a new folder, so that it is on the disk when this resolves. Names, folders and links are
 * made and never followed or replaced.
 * @param target must not exist
 * @throws SottoError BUNDLE_INVALID, FILE_UNREADABLE
 */
export async function unpack(archive: AsyncIterable<Uint8Array>, target: string): Promise<void> {
  const reader = new ArchiveReader();
  const folders = [target];
  let file: number | undefined;
  try {
    mkdirSync(target, { mode: 0o755 });
    for await (const chunk of archive) {
      for (const event of reader.push(chunk)) {
        if (event.kind === "entry") {
          file = make(join(target, event.entry.path), event.entry);
          if (event.entry.kind === "folder") folders.push(join(target, event.entry.path));
        } else if (event.kind === "data" && file !== undefined) writeWhole(file, event.bytes);
        else if (file !== undefined) {
          fsyncSync(file);
          closeSync(file);
          file = undefined;
        }
      }
    }
    reader.end();
    for (const folder of [...folders.reverse(), dirname(target)]) syncFolder(folder);
  } catch (cause) {
    throw cause instanceof SottoError
      ? cause
      : new SottoError("FILE_UNREADABLE", `unpacking ${target}`, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A handle for a file, which is new. */
function make(path: string, entry: TreeEntry): number | undefined {
  switch (entry.kind) {
    case "folder":
      mkdirSync(path, { mode: 0o755 });
      return undefined;
    case "link":
      symlinkSync(entry.target, path);
      return undefined;
    case "file":
      return openSync(path, "wx", entry.runs ? 0o755 : 0o644);
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
