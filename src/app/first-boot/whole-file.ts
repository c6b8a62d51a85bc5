import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { syncFolder, systemCode } from "../../keys/edge/private-file.js";

/** Behind the name of a file that is being written. */
export const PARTIAL = ".new";

/** @returns undefined where there is no such file. @throws SottoError FILE_UNREADABLE, also for one of more than 64 KiB */
export function readText(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
  if (text.length > 65_536) throw new SottoError("FILE_UNREADABLE", `${path} is too long`);
  return text;
}

/**
 * Replaces the file so that a power cut leaves the old one or the new one whole; the same again is not written. FAT, too,
 * has a rename, and no link.
 * @throws SottoError FILE_UNREADABLE
 */
export function replaceText(path: string, text: string, mode: number): void {
  if (readText(path) === text) return;
  try {
    writeDurably(`${path}${PARTIAL}`, text, mode);
    renameSync(`${path}${PARTIAL}`, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `could not write ${path}`, cause);
  }
}

/** Makes this the file and overwrites in place what was in it, as far as a card with its own ideas of places lets it. */
export function overwriteText(path: string, text: string): void {
  try {
    writeDurably(`${path}${PARTIAL}`, text, 0o600);
    zero(path);
    renameSync(`${path}${PARTIAL}`, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `could not write ${path}`, cause);
  }
}

/**
 * Ends what a power cut interrupted: the new file was whole before anything of the old one was overwritten, so where the old
 * one is zeros or gone the new one takes its place.
 */
export function mendText(path: string): void {
  const fresh = readText(`${path}${PARTIAL}`);
  if (fresh === undefined) return;
  const old = readText(path);
  try {
    if (old === undefined || old.includes("\0")) renameSync(`${path}${PARTIAL}`, path);
    else rmSync(`${path}${PARTIAL}`);
    syncFolder(dirname(path));
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

function writeDurably(path: string, text: string, mode: number): void {
  const handle = openSync(path, "w", mode);
  try {
    fchmodSync(handle, mode);
    writeAll(handle, Buffer.from(text));
  } finally {
    closeSync(handle);
  }
}

function zero(path: string): void {
  const length = readFileSync(path).length;
  const handle = openSync(path, "r+");
  try {
    writeAll(handle, Buffer.alloc(length));
  } finally {
    closeSync(handle);
  }
}

function writeAll(handle: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(handle, bytes, written, bytes.length - written, written);
  fsyncSync(handle);
}
