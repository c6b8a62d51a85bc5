import { mkdirSync } from "node:fs";
import { SottoError } from "../domain/errors.js";

/** Makes the folder that `--out` names, unless it is there. @throws SottoError FILE_UNREADABLE */
export function makeOutFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}
