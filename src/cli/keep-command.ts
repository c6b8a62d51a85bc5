import type { Command } from "commander";
import { portOf, runKeeper } from "../app/keeper/run-keeper.js";
import { systemClock } from "../domain/edge/system-clock.js";
import { streamLog } from "../log/edge/stream-log.js";
import { configOf, foldersOf } from "./options.js";
import { untilInterrupted } from "./terminal/interrupt.js";

interface KeepOptions {
  readonly broker?: string;
  readonly embedded?: string;
  readonly shared?: boolean;
}

async function keep(options: KeepOptions, command: Command): Promise<void> {
  const config = configOf(command);
  const ending = new AbortController();
  void untilInterrupted().then(() => ending.abort());
  await runKeeper({
    config,
    keeperFolder: foldersOf(config).keeper,
    brokerUrl: options.broker,
    embeddedPort: options.embedded === undefined ? undefined : portOf(options.embedded),
    isShared: options.shared,
    clock: systemClock,
    log: streamLog(process.stdout, systemClock),
    ending: ending.signal,
  });
}

export function addKeepCommand(program: Command): void {
  program
    .command("keep")
    .description("the keeper: stores clips sealed, signs receipts, obeys erasures; it can open nothing")
    .option(
      "--broker <url>",
      "broker in place of the configured one; several of one cluster with commas between",
    )
    .option("--embedded <port>", "runs a broker of its own on loopback at this port (0: any free one)")
    .option("--shared", "takes turns with other keepers of the same key at a broker with MQTT 5")
    .action(keep);
}
