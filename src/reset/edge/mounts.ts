import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";

interface Mount {
  /** `major:minor` of the device. */
  readonly number: string;
  readonly at: string;
  readonly device: string;
}

const BY_PARTITION = "/dev/disk/by-partuuid";

/** What is mounted, in the order of mounting (proc(5), /proc/self/mountinfo). */
function mounts(): readonly Mount[] {
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [before = "", after = ""] = line.split(" - ");
      const [, , number = "", , at = ""] = before.split(" ");
      return { number, at: unescaped(at), device: unescaped(after.split(" ")[1] ?? "") };
    });
}

/** Blanks and the like are written in octal. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Whether a partition of its own is mounted there. */
export function isMountPoint(folder: string): boolean {
  return mounts().some(({ at }) => at === folder);
}

/**
 * The device that is mounted there, by a name that stays when all of it has been overwritten.
 * @returns undefined where nothing is mounted, or no device
 */
export function deviceMountedAt(folder: string): string | undefined {
  const device = mounts().findLast(({ at }) => at === folder)?.device;
  if (device === undefined || !device.startsWith("/dev/")) return undefined;
  const real = realOf(device);
  const name = partitionNames().find((each) => realOf(join(BY_PARTITION, each)) === real);
  return name === undefined ? real : join(BY_PARTITION, name);
}

/** The kernel also mounts by names that are no files, such as /dev/root. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return path;
  }
}

function partitionNames(): readonly string[] {
  try {
    return readdirSync(BY_PARTITION);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

/**
 * Takes a device out of the tree of files, wherever it is mounted, the newest mount first.
 * @throws SottoError RESET_FAILED while somebody still uses it
 */
export function unmountAll(device: string): void {
  const real = realOf(device);
  const isThis = (mount: Mount) => mount.device.startsWith("/dev/") && realOf(mount.device) === real;
  for (const { at } of mounts().filter(isThis).reverse()) {
    try {
      execFileSync("umount", [at], { stdio: "pipe" });
    } catch (cause) {
      throw new SottoError("RESET_FAILED", `${at} is in use`, cause);
    }
  }
}
