import { SottoError } from "../../domain/errors.js";

/** The system's or SQLite's own word for what went wrong, such as ENOSPC or SQLITE_FULL. */
export function faultCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code || "unknown"
    : undefined;
}

/** SQLite's word for the index of its log, a file that it makes at each start. */
const NO_ROOM_FOR_INDEX = "SQLITE_IOERR_SHMSIZE";

/** No space: what was put by for this moment may be used. */
export function isDiskFull(error: unknown): boolean {
  const cause = error instanceof SottoError ? error.cause : error;
  const code = faultCode(cause) ?? "";
  return ["ENOSPC", "EDQUOT", NO_ROOM_FOR_INDEX].includes(code) || code.startsWith("SQLITE_FULL");
}

/** Words of SQLite that speak of the machine or of other processes, not of what is in the file. */
const NOT_THE_FILE = /^SQLITE_(BUSY|LOCKED|FULL|CANTOPEN|READONLY|NOMEM|PERM|INTERRUPT|MISUSE)/;
/** Of SQLite's faults of the disk, those that are met while reading; another is met in writing, syncing or locking. */
const NOT_READ = /^SQLITE_IOERR_(?!READ|SHORT_READ|CORRUPTFS|DATA)/;

/** Told while reading: the file itself is not what was written, or cannot be read at that place. */
export function isDamage(error: unknown): boolean {
  const code = faultCode(error) ?? "";
  return code.startsWith("SQLITE_") && !NOT_THE_FILE.test(code) && !NOT_READ.test(code);
}

/** Whatever the disk said, as OUTBOX_UNWRITABLE; our own errors pass as they are, and a mistake of ours is INTERNAL. */
export function unwritable(what: string, cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  const code = faultCode(cause);
  if (code === undefined) return new SottoError("INTERNAL", what, cause);
  return new SottoError("OUTBOX_UNWRITABLE", `${what}: ${code}`, cause);
}
