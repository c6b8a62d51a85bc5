import { readFileSync } from "node:fs";
import { systemCode } from "../../keys/edge/private-file.js";

/** Where the kernel and the system tell of themselves; trees of the same form for a test. */
export interface Surroundings {
  readonly proc: string;
  readonly sys: string;
  readonly run: string;
  /** Folders in which systemd looks for units. */
  readonly units: readonly string[];
}

export const THIS_MACHINE: Surroundings = {
  ...{ proc: "/proc", sys: "/sys", run: "/run" },
  units: ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"],
};

/** What is not there, or may not be read, or whose device is gone. */
const NOT_TOLD = ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ENODEV", "EIO", "EINVAL", "ENODATA", "EOPNOTSUPP"];

/** The text of a file that the kernel makes, trimmed; undefined where this machine tells nothing of it. */
export function told(path: string): string | undefined {
  return unlessUntold(() => readFileSync(path, "utf8").trim());
}

export function unlessUntold<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (NOT_TOLD.includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}
