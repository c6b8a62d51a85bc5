import { parentPort, workerData } from "node:worker_threads";
import { openPacedDevice } from "../../capture/edge/paced-fifo-microphone.js";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { PlayedDevice, PlayedFrames } from "./pace-device.js";

/** A thread that plays recordings to a device again and again, until it is told to hold; nothing else stalls it. */
if (parentPort === null) throw new SottoError("USAGE", "pace-player.js runs as a thread of the bench");
const port = parentPort;
const recordings: readonly Int16Array[] = workerData.recordings;
/** Less than the FIFO holds. */
const CATCH_UP_MS = 1_500;
const device = await openPacedDevice({ rateHz: SAMPLE_RATE_HZ, channels: 1, catchUpMs: CATCH_UP_MS });
let isHeld = false;

port.on("message", (order: "hold" | "close") => {
  isHeld = true;
  if (order === "hold") {
    const held: PlayedFrames = { frames: device.hold() };
    port.postMessage(held);
  } else {
    void device.close().then(() => port.close());
  }
});
const played: PlayedDevice = { device: device.device, environment: device.environment };
port.postMessage(played);

async function play(): Promise<void> {
  for (let next = 0; !isHeld; next++) {
    const recording = recordings[next % recordings.length];
    if (recording !== undefined) await device.play(recording);
  }
}

play().catch((error: unknown) => {
  // The device was closed while it played.
  if (codeOf(error) !== "INTERNAL") throw error;
});
