import { readdirSync, readFileSync } from "node:fs";
import type { PacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";

/** The processes of arecord that read from this device, from the kernel's own list. */
export function recordersOf(device: PacedDevice): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isRecorder = readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "arecord";
        return isRecorder && readFileSync(`/proc/${pid}/environ`, "utf8").includes(device.folder);
      } catch {
        return false; // the process ended while the list was read
      }
    })
    .map(Number);
}
