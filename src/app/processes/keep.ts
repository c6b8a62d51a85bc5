import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { loadConfig } from "../../config/edge/config-file.js";
import { placesOf } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { streamLog } from "../../log/edge/stream-log.js";
import { portOf, runKeeper } from "../run-keeper.js";

/** The keeper's process: `keep.js [--config FILE] [--broker URL] [--embedded PORT]`. */
async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { config: text, broker: text, embedded: text } });
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
  const config = loadConfig(values.config);
  const places = placesOf(config, { home: homedir(), runtime: process.env["XDG_RUNTIME_DIR"] });
  await runKeeper({
    config,
    keeperFolder: places.keeper,
    brokerUrl: values.broker,
    embeddedPort: values.embedded === undefined ? undefined : portOf(values.embedded),
    clock: systemClock,
    log: streamLog(process.stdout, systemClock),
    ending: ending.signal,
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`sotto keep: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SottoError && error.code === "CONFIG_INVALID" ? 78 : 1);
}
