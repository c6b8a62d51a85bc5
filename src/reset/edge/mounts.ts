import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";

export interface Mount {
  /** `major:minor` of the device. */
  readonly number: string;
  readonly at: string;
}

/** What is mounted, in the order of mounting (proc(5), /proc/self/mountinfo). */
function mounts(): readonly Mount[] {
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, , number = "", , at = ""] = line.split(" ");
      return { number, at: unescaped(at) };
    });
}

/** Blanks and the like are written in octal. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** What is mounted there and seen; undefined where the folder is a part of another mount. */
export function mountAt(folder: string): Mount | undefined {
  return mounts().findLast(({ at }) => at === folder);
}

/**
 * Takes a device out of the tree of files, wherever it is mounted, the newest mount first.
 * @param number its `major:minor`
 * @throws SottoError RESET_FAILED while somebody still uses it
 */
export function unmountAll(number: string): void {
  for (const { at } of mounts()
    .filter((mount) => mount.number === number)
    .reverse()) {
    try {
      execFileSync("umount", [at], { stdio: "pipe" });
    } catch (cause) {
      throw new SottoError("RESET_FAILED", `${at} is in use`, cause);
    }
  }
}
