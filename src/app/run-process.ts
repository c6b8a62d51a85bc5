import { homedir } from "node:os";
import { parseArgs } from "node:util";
import type { Config } from "../config/config.js";
import { loadConfig } from "../config/edge/config-file.js";
import { type Places, placesOf } from "../config/places.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { codeOf, type ErrorCode } from "../domain/errors.js";
import { streamLog } from "../log/edge/stream-log.js";
import type { Log } from "../log/log.js";
import { watchdogOf } from "../supervise/edge/watchdog-socket.js";
import { NO_WATCHDOG, type Watchdog } from "../supervise/watchdog.js";
import { SUPERVISOR_HANDLE, watchSupervisor } from "./supervisor-pipe.js";

/** What every process of the crew begins with. */
export interface ProcessStart {
  /** The value of `--NAME`, where it was given. */
  option(name: string): string | undefined;
  readonly config: Config;
  readonly places: Places;
  readonly log: Log;
  /** Aborted by SIGTERM or SIGINT, and by the end of the supervisor where no sandbox ends with it. */
  readonly ending: AbortSignal;
  /** Whoever started this process as a service. To be called once. */
  openWatchdog(): Watchdog;
}

/** The status by which a supervisor knows that starting again will not help: EX_CONFIG of sysexits.h. */
const STATUS_CONFIG = 78;
const MISTAKES: readonly ErrorCode[] = ["CONFIG_INVALID", "WORD_UNKNOWN"];

/**
 * Runs a process of the crew to its end, `NAME.js [--config FILE] [--OPTION VALUE]...`, and exits: 0, or the error's code on
 * standard error and 78 for a configuration with mistakes, 1 for anything else.
 */
export async function runProcess(
  name: string,
  options: readonly string[],
  work: (start: ProcessStart) => Promise<void>,
): Promise<never> {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      options: Object.fromEntries(["config", ...options].map((option) => [option, text])),
    });
    const ending = new AbortController();
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
    watchSupervisor(process.env[SUPERVISOR_HANDLE], () => ending.abort());
    const config = loadConfig(values["config"]);
    const log = streamLog(process.stdout, systemClock);
    await work({
      option: (option) => values[option],
      config,
      places: placesOf(config, { home: homedir(), runtime: process.env["XDG_RUNTIME_DIR"] }),
      log,
      ending: ending.signal,
      // Under a supervisor of ours systemd, if it is there at all, waits for the supervisor.
      openWatchdog: () =>
        process.env[SUPERVISOR_HANDLE] === undefined
          ? watchdogOf({ environment: process.env, clock: systemClock, log })
          : NO_WATCHDOG,
    });
    process.exit(0);
  } catch (error) {
    process.stderr.write(`sotto ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(MISTAKES.includes(codeOf(error) ?? "INTERNAL") ? STATUS_CONFIG : 1);
  }
}
