import type { Command } from "commander";
import { pairKeys } from "../app/pair-keys.js";
import { fetchModels } from "../models/edge/fetch-models.js";
import { defaultModelPlace } from "../models/edge/file-model-store.js";
import { configOf, foldersOf } from "./options.js";

/** Everything that this machine needs to run; doing it twice changes nothing. */
async function setup(command: Command): Promise<void> {
  const folders = foldersOf(configOf(command));
  await fetchModels(defaultModelPlace());
  pairKeys(folders);
  process.stdout.write(
    [
      "Models are intact.",
      `Device's key in ${folders.device}, owner's key in ${folders.owner}.`,
      "The owner's key opens every clip and there is no second copy: keep one yourself.",
      "For a reader on another machine see `sotto keys --help`.",
      "",
    ].join("\n"),
  );
}

export function addSetupCommand(program: Command): void {
  program
    .command("setup")
    .description("fetches models and makes keys on this machine; keeps what is there")
    .action((_options: unknown, command: Command) => setup(command));
}
