import { readFileSync } from "node:fs";
import { SottoError } from "../domain/errors.js";

const STANDARD_INPUT = 0;

/** The text of a file that was named on the command line; `-` is standard input. @throws SottoError FILE_UNREADABLE */
export function readText(path: string): string {
  try {
    return readFileSync(path === "-" ? STANDARD_INPUT : path, "utf8");
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}
