import { parentPort, workerData } from "node:worker_threads";
import { openPacedDevice } from "../../capture/edge/paced-fifo-microphone.js";
import { SAMPLE_RATE_HZ } from "../../domain/audio.js";
import { codeOf, SottoError } from "../../domain/errors.js";
import type { PlayedDevice, PlayedFrames, PlayerOrder } from "./pace-device.js";

/** A thread that plays recordings to a device, until it is told to hold; nothing else stalls it. */
if (parentPort === null) throw new SottoError("USAGE", "pace-player.js runs as a thread of the bench");
const port = parentPort;
const recordings: readonly Int16Array[] = workerData.recordings;
/** Less than the FIFO holds. */
const CATCH_UP_MS = 1_500;
const device = await openPacedDevice({ rateHz: SAMPLE_RATE_HZ, channels: 1, catchUpMs: CATCH_UP_MS });
let isHeld = false;

port.on("message", (order: PlayerOrder) => {
  if (typeof order === "object") {
    device.play(order.play).then((sound) => port.postMessage(sound), afterClosing);
    return;
  }
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
  for (let next = 0; !isHeld && recordings.length > 0; next++) {
    const recording = recordings[next % recordings.length];
    if (recording !== undefined) await device.play(recording);
  }
}

function afterClosing(error: unknown): void {
  // The device was closed while it played.
  if (codeOf(error) !== "INTERNAL") throw error;
}

play().catch(afterClosing);
