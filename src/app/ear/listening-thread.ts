import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { type HotLoopModel, startHotLoop } from "../../hotloop/edge/start-hot-loop.js";
import { serveListening } from "../../pipeline/edge/serve-listening.js";
import { HearingGauge } from "../../pipeline/hearing-gauge.js";
import { SourceListening } from "../../pipeline/source-listening.js";
import { type EarSourceOptions, earSource } from "./ear-source.js";
import { type ListenerConfig, wireListener } from "./wire-listener.js";

/** What the thread is started with: plain data, models that were verified on this very start among it. */
export interface ListeningStart {
  readonly source: EarSourceOptions;
  readonly config: ListenerConfig;
  readonly model: HotLoopModel;
}

/** The thread that listens: source, hot loop and the memory of the sound. It loads no more than it needs. */
if (parentPort === null) throw new SottoError("USAGE", "listening-thread.js runs as a thread of the ear");
const start: ListeningStart = workerData.start;
const gauge = new HearingGauge(workerData.gauge);
await serveListening(parentPort, gauge, async () => {
  const hotLoop = await startHotLoop(start.model, start.config.wake.engine);
  const listener = wireListener(hotLoop, start.config);
  const source = await earSource(start.source);
  return {
    listening: new SourceListening({ source, listener, clock: systemClock, gauge }),
    engine: hotLoop.engine,
  };
});
