import { join } from "node:path";
import Database from "libsql";
import { SottoError } from "../../domain/errors.js";
import { faultCode } from "./disk-fault.js";
import { touchPrivate } from "./durable-files.js";

/** Held for as long as the process lives, and given back by the kernel when it is killed: SQLite's own file lock. */
export class FolderLock {
  readonly #db: Database.Database;

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  /** @throws SottoError ALREADY_RUNNING when another process writes here */
  static take(folder: string): FolderLock {
    const path = join(folder, "lock");
    touchPrivate(path);
    const db = new Database(path);
    try {
      db.exec("BEGIN EXCLUSIVE");
    } catch (cause) {
      db.close();
      if (faultCode(cause)?.startsWith("SQLITE_BUSY")) {
        throw new SottoError("ALREADY_RUNNING", `another uplink holds ${folder}`, cause);
      }
      throw cause;
    }
    return new FolderLock(db);
  }

  release(): void {
    this.#db.exec("ROLLBACK");
    this.#db.close();
  }
}
