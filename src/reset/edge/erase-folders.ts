import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { syncFolder, systemCode } from "../../keys/edge/private-file.js";

const PIECE = Buffer.alloc(1024 * 1024);

export interface ErasedFiles {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Overwrites each file below the folders and removes it; the folders themselves stay, empty.
 * @throws SottoError RESET_FAILED
 */
export function eraseFolders(folders: readonly string[]): ErasedFiles {
  const all = folders.map((folder) => eraseBelow(folder));
  return {
    files: all.reduce((sum, { files }) => sum + files, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** What is left below the folders: nothing, where all is gone. @throws SottoError RESET_FAILED */
export function leftIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
}

function eraseBelow(folder: string): ErasedFiles {
  let files = 0;
  let bytes = 0;
  const names = namesIn(folder);
  for (const name of names) {
    const erased = erasePath(join(folder, name));
    files += erased.files;
    bytes += erased.bytes;
  }
  if (names.length > 0) syncFolder(folder);
  return { files, bytes };
}

/** A file, or a folder with all that is in it; gone afterwards. @throws SottoError RESET_FAILED */
export function erasePath(path: string): ErasedFiles {
  const status = lstatSync(path);
  if (!status.isDirectory()) return { files: 1, bytes: status.isFile() ? eraseFile(path) : removed(path) };
  const below = eraseBelow(path);
  remove(path, () => rmdirSync(path));
  return below;
}

/** In place, on the disk, and then removed. @returns bytes @throws SottoError RESET_FAILED */
function eraseFile(path: string): number {
  let at = 0;
  try {
    const { size } = lstatSync(path);
    const file = openSync(path, "r+");
    try {
      while (at < size) at += writeSync(file, PIECE, 0, Math.min(PIECE.length, size - at), at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new SottoError("RESET_FAILED", `${path} could not be overwritten`, cause);
  }
  removed(path);
  return at;
}

/** A link, a socket: it holds nothing that could be overwritten. */
function removed(path: string): number {
  remove(path, () => rmSync(path));
  return 0;
}

function remove(path: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    // A folder on which something is mounted stays, empty, as the folders do that were named.
    if (systemCode(cause) !== "EBUSY")
      throw new SottoError("RESET_FAILED", `${path} could not be removed`, cause);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw new SottoError("RESET_FAILED", `${folder} could not be read`, cause);
  }
}
