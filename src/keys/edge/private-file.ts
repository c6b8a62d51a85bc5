import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";

const OPEN_TO_OTHERS = 0o077;

/** The operating system's code of an error, such as ENOENT. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Makes the folder (0700) where it is missing and refuses one that others may enter.
 * @throws SottoError KEY_INVALID, FILE_UNREADABLE
 */
export function openPrivateFolder(folder: string): void {
  try {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) giveToOwnerOf(dirname(folder), folder);
    const status = lstatSync(folder);
    if (status.isDirectory() && (status.mode & OPEN_TO_OTHERS) === 0) return;
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `folder ${folder}`, cause);
  }
  throw new SottoError("KEY_INVALID", `${folder} is open to others or no folder: chmod 700 it`);
}

/**
 * Reads a file of at most `maxBytes` that only its owner may read; never follows a link.
 * @returns undefined when there is no such file
 * @throws SottoError KEY_INVALID when it is open to others, too long or no file; FILE_UNREADABLE
 */
export function readPrivateFile(path: string, maxBytes: number): Uint8Array | undefined {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    const code = systemCode(cause);
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP") throw new SottoError("KEY_INVALID", `${path} is a link`, cause);
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) throw new SottoError("KEY_INVALID", `${path} is no file`);
    if ((status.mode & OPEN_TO_OTHERS) !== 0) {
      throw new SottoError("KEY_INVALID", `${path} is open to others: chmod 600 it`);
    }
    if (status.size > maxBytes) throw new SottoError("KEY_INVALID", `${path} is too long`);
    const bytes = new Uint8Array(status.size);
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(handle, bytes, read, bytes.length - read, read);
      if (count === 0) throw new SottoError("KEY_INVALID", `${path} shrank while it was read`);
      read += count;
    }
    return bytes;
  } catch (cause) {
    throw cause instanceof SottoError ? cause : new SottoError("FILE_UNREADABLE", path, cause);
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes a file (0600) so that after a power cut it is there whole or not at all, and never replaces one:
 * a hard link to the finished file fails where the name is taken, which a rename would not.
 * @returns false when the name is taken
 * @throws SottoError FILE_UNREADABLE
 */
export function writeNewPrivateFile(path: string, bytes: Uint8Array | string): boolean {
  return viaTemporary(path, bytes, (temporary) => {
    try {
      linkSync(temporary, path);
    } catch (cause) {
      if (systemCode(cause) === "EEXIST") return false;
      throw cause;
    } finally {
      rmSync(temporary, { force: true });
    }
    return true;
  });
}

/** The same, but replaces what is there: state, or a key that was put aside before. @throws SottoError FILE_UNREADABLE */
export function replacePrivateFile(path: string, bytes: Uint8Array | string): void {
  viaTemporary(path, bytes, (temporary) => {
    renameSync(temporary, path);
    return true;
  });
}

/** Half-written files of a process that died carry this in their name and may be swept. */
export const TEMPORARY_MARK = ".partial-";

/**
 * Takes away what a power cut left half-written: it may be a whole private key under a name that nobody looks for.
 * What may not be taken away stays.
 * @throws SottoError FILE_UNREADABLE
 */
export function sweepTemporaries(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(TEMPORARY_MARK)) rmSync(join(folder, name), { force: true });
    }
  } catch (cause) {
    if (["ENOENT", "EACCES", "EPERM", "EROFS"].some((code) => code === systemCode(cause))) return;
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}

function viaTemporary(
  path: string,
  bytes: Uint8Array | string,
  place: (temporary: string) => boolean,
): boolean {
  const folder = dirname(path);
  const temporary = join(folder, `${TEMPORARY_MARK}${randomBytes(8).toString("hex")}`);
  try {
    const handle = openSync(temporary, "wx", 0o600);
    try {
      giveToOwnerOf(folder, handle);
      const data = typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
      let written = 0;
      while (written < data.length) written += writeSync(handle, data, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    const placed = place(temporary);
    syncFolder(folder);
    return placed;
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new SottoError("FILE_UNREADABLE", `could not write ${path}`, cause);
  }
}

/**
 * What root makes in the folder of a service's user has to be that user's: it could not be read otherwise, and a key that
 * can't be read stops everything.
 */
function giveToOwnerOf(folder: string, made: string | number): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid === 0) return;
  if (typeof made === "string") chownSync(made, uid, gid);
  else fchownSync(made, uid, gid);
}

/** Durable when it returns; a file that is not there is no error. @throws SottoError FILE_UNREADABLE */
export function removeDurably(path: string): void {
  try {
    rmSync(path, { force: true });
    syncFolder(dirname(path));
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return;
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/** A new name is durable only when its folder is. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
