import { runProcess } from "../run-process.js";
import { runUplink } from "../uplink/run-uplink.js";

/** The uplink's process: `uplink.js [--config FILE] [--broker URL]`. */
await runProcess("uplink", ["broker"], ({ option, config, places, log, ending, openWatchdog }) =>
  runUplink({ config, places, log, ending, brokerUrl: option("broker"), watchdog: openWatchdog() }),
);
