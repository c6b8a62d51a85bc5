import { systemClock } from "../../domain/edge/system-clock.js";
import { portOf, runKeeper } from "../keeper/run-keeper.js";
import { runProcess } from "../run-process.js";

/** The keeper's process: `keep.js [--config FILE] [--broker URL] [--embedded PORT]`. */
await runProcess("keep", ["broker", "embedded"], ({ option, config, places, log, ending }) => {
  const port = option("embedded");
  return runKeeper({
    ...{ config, log, ending },
    keeperFolder: places.keeper,
    brokerUrl: option("broker"),
    embeddedPort: port === undefined ? undefined : portOf(port),
    clock: systemClock,
  });
});
