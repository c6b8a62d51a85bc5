import { lstatSync, readdirSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";
import type { ReleaseManifest } from "../release-manifest.js";

/** Stays free beside a release: for the outbox, the journal, and for what takes an update back. */
export const RESERVE_BYTES = 64_000_000;
/** Of a file's last block, and of a folder or link. */
const BLOCK_BYTES = 4_096;
const LOOK_EVERY_BYTES = 4_000_000;

/**
 * @param givenBack bytes that are removed before the tree comes
 * @throws SottoError UPDATE_NO_ROOM, FILE_UNREADABLE
 */
export function requireRoom(
  folder: string,
  { bytes, entries }: Pick<ReleaseManifest["tree"], "bytes" | "entries">,
  givenBack = 0,
): void {
  const needed = bytes + entries * BLOCK_BYTES + RESERVE_BYTES;
  const free = freeBytes(folder) + givenBack;
  if (free < needed) {
    throw new SottoError("UPDATE_NO_ROOM", `${megabytes(needed)} MB are needed, ${megabytes(free)} are free`);
  }
}

/**
 * Passes an archive on while half of the reserve is free: we are root, whom no full disk stops where others need it.
 * @throws SottoError UPDATE_NO_ROOM
 */
export async function* keepingReserve(
  archive: AsyncIterable<Uint8Array>,
  folder: string,
): AsyncGenerator<Uint8Array> {
  let unseen = LOOK_EVERY_BYTES;
  for await (const chunk of archive) {
    unseen += chunk.length;
    if (unseen >= LOOK_EVERY_BYTES) {
      unseen = 0;
      const free = freeBytes(folder);
      if (free < RESERVE_BYTES / 2) {
        throw new SottoError(
          "UPDATE_NO_ROOM",
          `no more than ${megabytes(free)} MB are free while it unpacks`,
        );
      }
    }
    yield chunk;
  }
}

/** What a folder occupies; nothing where there is none. @throws SottoError FILE_UNREADABLE */
export function spaceOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).blocks * 512, 0);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return 0;
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}

/** For anybody: what is kept for root alone does not count. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", folder, cause);
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
