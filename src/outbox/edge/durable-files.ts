import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { faultCode } from "./disk-fault.js";

/** Files of a process that died while it wrote carry this and are swept at the next start. */
const PARTIAL = ".partial-";

/** A new name is durable only when its folder is. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder that only its owner enters (0700), or makes an existing one so. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    if ((fstatSync(handle).mode & 0o777) !== 0o700) fchmodSync(handle, 0o700);
  } finally {
    closeSync(handle);
  }
}

/** Writes a file (0600) that after a power cut is there whole or not at all; returns when it is on the disk. */
export function writeDurably(path: string, parts: readonly Uint8Array[]): void {
  const folder = dirname(path);
  const partial = join(folder, `${PARTIAL}${basename(path)}`);
  try {
    const handle = openSync(partial, "w", 0o600);
    try {
      for (const part of parts) {
        let written = 0;
        while (written < part.length) written += writeSync(handle, part, written);
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, path);
    syncFolder(folder);
  } catch (cause) {
    for (const half of [partial, path]) removeIfThere(half);
    throw cause;
  }
}

/** An empty file of 0600 where none is: SQLite gives its companions the mode that the database has. */
export function touchPrivate(path: string): void {
  closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
}

/** @returns false when it was not there or could not go; then the next start sweeps it */
export function removeIfThere(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return false;
  }
}

/** At most `maxBytes`; undefined when there is no such file. A longer file is cut, which its checks then find. */
export function readBounded(path: string, maxBytes: number): Uint8Array | undefined {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    const bytes = new Uint8Array(Math.min(fstatSync(handle).size, maxBytes));
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(handle, bytes, read, bytes.length - read, read);
      if (count === 0) return bytes.subarray(0, read);
      read += count;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

const CHUNK_BYTES = 65_536;

/** Reads a file to its end and keeps nothing. @returns false when a place in it could not be read */
export function readThrough(path: string): boolean {
  let handle: number | undefined;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const chunk = new Uint8Array(CHUNK_BYTES);
    while (readSync(handle, chunk) > 0);
    return true;
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return faultCode(error) === "ENOENT";
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Names in a folder, half-written ones deleted. */
export function sweptNames(folder: string): readonly string[] {
  const names: string[] = [];
  for (const name of readdirSync(folder)) {
    if (name.startsWith(PARTIAL)) rmSync(join(folder, name), { force: true });
    else names.push(name);
  }
  return names.sort();
}
