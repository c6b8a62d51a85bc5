import { readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { faultCode } from "./disk-fault.js";
import { removeIfThere } from "./durable-files.js";

/** What was put aside may be looked at, but must not fill the disk: the oldest goes first. It stays counted. */
export const MAX_QUARANTINE_FILES = 200;
export const MAX_QUARANTINE_BYTES = 16_000_000;

export function quarantineFolder(folder: string): string {
  return join(folder, "quarantine");
}

/** Moves a damaged file of the outbox there. @returns false when it was not there or could not be moved */
export function moveToQuarantine(folder: string, name: string, as: string): boolean {
  try {
    renameSync(join(folder, name), join(quarantineFolder(folder), as));
    return true;
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return false;
  }
}

/** @returns how many went; what cannot be looked at or deleted now is left for the next time */
export function trimQuarantine(folder: string): number {
  let bytes = 0;
  let gone = 0;
  newestFirst(quarantineFolder(folder)).forEach(({ path, size }, index) => {
    bytes += size;
    if (index < MAX_QUARANTINE_FILES && bytes <= MAX_QUARANTINE_BYTES) return;
    if (removeIfThere(path)) gone += 1;
  });
  return gone;
}

function newestFirst(aside: string): readonly { readonly path: string; readonly size: number }[] {
  try {
    return readdirSync(aside)
      .map((name) => ({ path: join(aside, name), status: statSync(join(aside, name)) }))
      .sort((a, b) => b.status.mtimeMs - a.status.mtimeMs)
      .map(({ path, status }) => ({ path, size: status.size }));
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return [];
  }
}
