import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
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
 * The device that is mounted there, or is to be mounted there, by a name that stays when all of it has been overwritten.
 * @param table in the form of fstab(5)
 * @returns undefined where there is none
 */
export function dataDevice(folder: string, table: string): string | undefined {
  const mounted = mounts().findLast(({ at }) => at === folder)?.device;
  const device = mounted?.startsWith("/dev/") ? mounted : deviceInTable(folder, table);
  if (device === undefined) return undefined;
  const real = realOf(device);
  const name = partitionNames().find((each) => realOf(join(BY_PARTITION, each)) === real);
  return name === undefined ? real : join(BY_PARTITION, name);
}

function deviceInTable(folder: string, table: string): string | undefined {
  if (!existsSync(table)) return undefined;
  const line = readFileSync(table, "utf8")
    .split("\n")
    .map((each) => each.trim().split(/\s+/))
    .find(([first = "", at]) => at === folder && !first.startsWith("#"));
  const device = line?.[0]
    ?.replace(/^LABEL=/, "/dev/disk/by-label/")
    .replace(/^PARTUUID=/, `${BY_PARTITION}/`);
  return device !== undefined && existsSync(device) ? device : undefined;
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
