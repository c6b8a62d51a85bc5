import { existsSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** libfaketime: SOTTO_FAKETIME, or Debian's package unpacked into the cache, or installed; undefined where there is none. */
export function findFaketime(): string | undefined {
  const cache = process.env["SOTTO_CACHE"] ?? join(homedir(), ".cache", "sotto");
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const place = `usr/lib/${triplet}/faketime/libfaketimeMT.so.1`;
  const candidates = [process.env["SOTTO_FAKETIME"], join(cache, "debian", place), `/${place}`];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

export interface FalseTime {
  /** To be put before a command: it then believes this clock. Time goes on at its ordinary pace. */
  readonly prefix: readonly string[];
  /** From now on, also for a process that runs. @param time such as "@1970-01-01 00:00:10", "+10y", "-1y" or "+0" */
  set(time: string): void;
}

/** @param file of the test's own */
export function falseTime(library: string, file: string, time: string): FalseTime {
  const set = (next: string): void => writeFileSync(file, `${next}\n`);
  set(time);
  return {
    prefix: [
      "env",
      `LD_PRELOAD=${library}`,
      `FAKETIME_TIMESTAMP_FILE=${file}`,
      "FAKETIME_NO_CACHE=1",
      // The kernel's monotonic clock is right on a device, whatever its wall clock says.
      "FAKETIME_DONT_FAKE_MONOTONIC=1",
      "DONT_FAKE_MONOTONIC=1",
    ],
    set,
  };
}
