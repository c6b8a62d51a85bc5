import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { loadConfig } from "../../config/edge/config-file.js";
import { placesOf, recorderName } from "../../config/places.js";
import { systemClock } from "../../domain/edge/system-clock.js";
import { SottoError } from "../../domain/errors.js";
import { streamLog } from "../../log/edge/stream-log.js";
import { earSource } from "../ear-source.js";
import { runEar } from "../run-ear.js";

/** The ear's process: `ear.js [--config FILE] [--input FILE|-] [--device NAME]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { config: { type: "string" }, input: { type: "string" }, device: { type: "string" } },
  });
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
  const config = loadConfig(values.config);
  const places = placesOf(config, { home: homedir(), runtime: process.env["XDG_RUNTIME_DIR"] });
  const { microphone } = config;
  await runEar({
    config,
    places,
    source: earSource({
      ...{ microphone, device: values.device, input: values.input },
      recorderName: recorderName(places.run),
    }),
    log: streamLog(process.stdout, systemClock),
    ending: ending.signal,
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`sotto ear: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SottoError && error.code === "CONFIG_INVALID" ? 78 : 1);
}
