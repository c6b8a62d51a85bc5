import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";

/** A folder for what is personal: folders 0700, files 0600, both made anew. */
export class ReportFolder {
  readonly path: string;

  /** @throws SottoError FILE_UNREADABLE */
  constructor(path: string) {
    this.path = path;
    this.#orThrow(path, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
  }

  /**
   * Writes a file, in place of one that is there: whoever could read that one can't read this.
   * @param name relative; its folder is made
   * @throws SottoError FILE_UNREADABLE
   */
  write(name: string, content: string | Uint8Array): void {
    const path = join(this.path, name);
    this.#orThrow(path, () => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      rmSync(path, { force: true });
      writeFileSync(path, content, { flag: "wx", mode: 0o600 });
    });
  }

  #orThrow(path: string, work: () => void): void {
    try {
      work();
    } catch (cause) {
      throw new SottoError("FILE_UNREADABLE", `could not write ${path}`, cause);
    }
  }
}
