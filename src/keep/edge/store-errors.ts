import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";

/** SQLite's errors in our words. A disk that is full and one that is damaged are different work for a person. */
export function storeError(where: string, cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  const code = systemCode(cause);
  if (code === undefined) return new SottoError("INTERNAL", `${where}: not an error of the store`, cause);
  const isDamaged = /^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ|IOERR_CORRUPTFS)/.test(code);
  return new SottoError(isDamaged ? "STORE_DAMAGED" : "STORE_UNWRITABLE", `${where}: ${code}`, cause);
}
