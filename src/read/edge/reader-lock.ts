import { chmodSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { SottoError } from "../../domain/errors.js";
import { openPrivateFolder } from "../../keys/edge/private-file.js";

const FILE = "receiving.lock";

/** Held by the one process that receives into an owner's folder. */
export interface ReaderLock {
  /** Once is enough. */
  release(): void;
}

/**
 * The kernel's lock on a file, by way of SQLite: it ends with the process, however that ends, so there is no stale one.
 * @throws SottoError ALREADY_RUNNING when another process receives into this folder, FILE_UNREADABLE
 */
export function lockReader(folder: string): ReaderLock {
  openPrivateFolder(folder);
  const path = join(folder, FILE);
  let database: Database.Database | undefined;
  try {
    database = new Database(path);
    database.exec("BEGIN EXCLUSIVE");
    chmodSync(path, 0o600);
  } catch (cause) {
    database?.close();
    const isHeld = cause instanceof Error && "code" in cause && cause.code === "SQLITE_BUSY";
    throw new SottoError(
      isHeld ? "ALREADY_RUNNING" : "FILE_UNREADABLE",
      isHeld ? `another process receives into ${folder}` : path,
      cause,
    );
  }
  const held = database;
  let isHeld = true;
  return {
    release() {
      if (!isHeld) return;
      isHeld = false;
      held.exec("ROLLBACK");
      held.close();
    },
  };
}
