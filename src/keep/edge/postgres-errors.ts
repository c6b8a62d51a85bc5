import pg from "pg";
import { z } from "zod";
import { type ErrorCode, SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";

/**
 * Classes of SQLSTATE (PostgreSQL's manual, appendix A). A server that is going down, refuses the password or is
 * unknown is out of reach; one that is full, locked or for reading alone does not write; one whose tables are others
 * or whose pages are damaged is no store. A constraint (23) that refuses a commit has kept the store whole: to end over
 * it would let one device's message stop the keepers of all.
 */
const BY_CLASS: Readonly<Record<string, ErrorCode>> = {
  "08": "STORE_UNREACHABLE",
  "28": "STORE_UNREACHABLE",
  "3D": "STORE_UNREACHABLE",
  "57": "STORE_UNREACHABLE",
  "23": "STORE_UNWRITABLE",
  "25": "STORE_UNWRITABLE",
  "40": "STORE_UNWRITABLE",
  "53": "STORE_UNWRITABLE",
  "55": "STORE_UNWRITABLE",
  "58": "STORE_UNWRITABLE",
  "3F": "STORE_DAMAGED",
  "42": "STORE_DAMAGED",
  XX: "STORE_DAMAGED",
};
/** "Insufficient privilege" is a matter of the database's administrator, not of damage. */
const INSUFFICIENT_PRIVILEGE = "42501";

/** PostgreSQL's errors in our words. Anything that is not the server's own answer means that there was none. */
export function postgresError(where: string, cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  if (cause instanceof z.ZodError) {
    return new SottoError("STORE_DAMAGED", `${where} holds what was never written`, cause);
  }
  if (cause instanceof TypeError || cause instanceof RangeError) {
    return new SottoError("INTERNAL", `${where}: not an error of the store`, cause);
  }
  const sqlState = systemCode(cause);
  if (!(cause instanceof pg.DatabaseError) || sqlState === undefined) {
    return new SottoError("STORE_UNREACHABLE", `${where}: ${sqlState ?? "no answer"}`, cause);
  }
  const code =
    sqlState === INSUFFICIENT_PRIVILEGE
      ? "STORE_UNWRITABLE"
      : (BY_CLASS[sqlState.slice(0, 2)] ?? "STORE_UNWRITABLE");
  return new SottoError(code, `${where}: SQLSTATE ${sqlState}`, cause);
}
