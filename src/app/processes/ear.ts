import { recorderName } from "../../config/places.js";
import { runEar } from "../ear/run-ear.js";
import { runProcess } from "../run-process.js";

/** The ear's process: `ear.js [--config FILE] [--input FILE|-] [--device NAME]`. */
await runProcess("ear", ["input", "device"], ({ option, config, places, log, ending, openWatchdog }) =>
  runEar({
    ...{ config, places, log, ending },
    watchdog: openWatchdog(),
    source: {
      ...{ microphone: config.microphone, device: option("device"), input: option("input") },
      recorderName: recorderName(places.run),
    },
  }),
);
