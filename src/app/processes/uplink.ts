import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { loadConfig } from "../../config/edge/config-file.js";
import { placesOf } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { streamLog } from "../../log/edge/stream-log.js";
import { runUplink } from "../run-uplink.js";

/** The uplink's process: `uplink.js [--config FILE] [--broker URL]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: "string" }, broker: { type: "string" } } });
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
  const config = loadConfig(values.config);
  await runUplink({
    config,
    brokerUrl: values.broker,
    places: placesOf(config, { home: homedir(), runtime: process.env["XDG_RUNTIME_DIR"] }),
    log: streamLog(process.stdout, systemClock),
    ending: ending.signal,
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`sotto uplink: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SottoError && error.code === "CONFIG_INVALID" ? 78 : 1);
}
