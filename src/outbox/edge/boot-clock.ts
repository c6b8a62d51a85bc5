import { readFileSync } from "node:fs";
import { SottoError } from "../../domain/errors.js";
import type { BootClock } from "../age.js";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";
/** Seconds since the start, time asleep included: proc(5). */
const UPTIME = "/proc/uptime";

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", path, cause);
  }
}

/** Linux's own account. @throws SottoError FILE_UNREADABLE where /proc is missing */
export const systemBootClock: BootClock = {
  bootId: () => read(BOOT_ID),
  uptimeMs: () => Math.floor(Number(read(UPTIME).split(" ")[0]) * 1000),
};
