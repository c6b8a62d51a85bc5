import { readFileSync } from "node:fs";
import { SottoError } from "../domain/errors.js";

/** The text of a file that was named on the command line. @throws SottoError FILE_UNREADABLE */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}
