import { execFileSync, spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";

const MIB = 1024 * 1024;
const SECTORS = MIB / 512;
const CARD_MIB = 8;

/** A file as a disk with two partitions: one that starts the machine, and one of so many MiB for data. */
export function loopDisk(file: string, dataMiB: number) {
  writeFileSync(file, "");
  truncateSync(file, (2 + CARD_MIB + dataMiB) * MIB);
  const disk = execFileSync("losetup", ["--find", "--show", file], { encoding: "utf8" }).trim();
  const add = (number: number, atMiB: number, sizeMiB: number): string => {
    const place = [String(number), String(atMiB * SECTORS), String(sizeMiB * SECTORS)];
    execFileSync("addpart", [disk, ...place]);
    return `${disk}p${number}`;
  };
  const card = add(1, 1, CARD_MIB);
  const data = add(3, 1 + CARD_MIB, dataMiB);
  return {
    card,
    data,
    close: () => {
      for (const number of ["1", "3"]) spawnSync("delpart", [disk, number]);
      spawnSync("losetup", ["--detach", disk]);
    },
  };
}

/** Whether this machine lets a test do so. */
export function hasLoopDisks(): boolean {
  return process.getuid?.() === 0 && spawnSync("losetup", ["--find"]).status === 0;
}
