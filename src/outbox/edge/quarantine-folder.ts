import { readdirSync, renameSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { faultCode } from "./disk-fault.js";
import { removeIfThere } from "./durable-files.js";

/** What was put aside may be looked at, but must not fill the disk: the oldest goes first. It stays counted. */
export const MAX_QUARANTINE_FILES = 200;
export const MAX_QUARANTINE_BYTES = 16_000_000;

export function quarantineFolder(folder: string): string {
  return join(folder, "quarantine");
}

const DAMAGED = "damaged-";

/** Moves a damaged file of the outbox there. @returns false when it was not there or could not be moved */
export function moveToQuarantine(folder: string, name: string): boolean {
  try {
    renameSync(join(folder, name), join(quarantineFolder(folder), `${DAMAGED}${name}`));
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

/**
 * Damaged records tell times too. They go by the time of their files, the one clock that such a file has: where it was
 * wrong they go early or stay until newer ones crowd them out.
 */
export function trimDamaged(folder: string, beforeWallMs: number): void {
  for (const { path, changedMs } of newestFirst(quarantineFolder(folder))) {
    if (basename(path).startsWith(DAMAGED) && changedMs < beforeWallMs) removeIfThere(path);
  }
}

function newestFirst(
  aside: string,
): readonly { readonly path: string; readonly size: number; readonly changedMs: number }[] {
  try {
    return readdirSync(aside)
      .map((name) => ({ path: join(aside, name), status: statSync(join(aside, name)) }))
      .sort((a, b) => b.status.mtimeMs - a.status.mtimeMs)
      .map(({ path, status }) => ({ path, size: status.size, changedMs: status.mtimeMs }));
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return [];
  }
}
