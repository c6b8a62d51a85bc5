import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";

/** The work may write to the folder; a partition that is mounted to be read only is so again afterwards. */
export function withWritableCard<T>(folder: string, work: () => T): T {
  if (!isReadOnlyMount(folder)) return work();
  remount(folder, "rw");
  try {
    return work();
  } finally {
    remount(folder, "ro");
  }
}

function isReadOnlyMount(folder: string): boolean {
  return readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .some(([, place, , options]) => place === folder && (options ?? "").split(",").includes("ro"));
}

function remount(folder: string, how: "rw" | "ro"): void {
  try {
    execFileSync("mount", ["-o", `remount,${how}`, folder], { stdio: "pipe" });
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `${folder} could not be mounted ${how}`, cause);
  }
}
