import { parentPort, workerData } from "node:worker_threads";
import { serveListening } from "../../src/pipeline/edge/serve-listening.js";
import { HearingGauge } from "../../src/pipeline/hearing-gauge.js";
import { scriptedListening } from "./scripted-listening.js";

/** A thread that listens to a script. */
if (parentPort === null) process.exit(1);
const gauge = new HearingGauge(workerData.gauge);
await serveListening(parentPort, gauge, async () => ({
  listening: scriptedListening(workerData.start, gauge),
  engine: "simd",
}));
