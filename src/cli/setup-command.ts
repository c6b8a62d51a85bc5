import type { Command } from "commander";
import { pairKeys, setUpDevice } from "../app/household/pair-keys.js";
import { fetchModels } from "../models/edge/fetch-models.js";
import { defaultModelPlace } from "../models/edge/file-model-store.js";
import { configOf, foldersOf } from "./options.js";

/** Everything that this machine needs to run; doing it twice changes nothing. */
async function setup(command: Command): Promise<void> {
  const config = configOf(command);
  const places = foldersOf(config);
  await fetchModels(defaultModelPlace());
  say("Models are intact.");
  if (config.broker.url === undefined) {
    pairKeys(places);
    say(`Device's key in ${places.device}, keeper's in ${places.keeper}, owner's in ${places.owner}.`);
    say(
      "The owner's key opens every clip and there is no second copy: write down what `sotto keys words` shows.",
    );
    say("For a keeper and a reader on other machines see `sotto keys --help`.");
    return;
  }
  // With a broker of its own the house has its owner and its keeper elsewhere: their keys are made where they are.
  const { device, hasOwner, hasKeeper } = setUpDevice(places);
  say(`Device's key in ${places.device}: ${device.fingerprint}`);
  if (!hasOwner) say("Next: carry the owner's public key here and run: sotto keys pin owner.pub");
  if (!hasKeeper) say("Next: carry the keeper's public key here and run: sotto keys pin-keeper keeper.pub");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function addSetupCommand(program: Command): void {
  program
    .command("setup")
    .description("fetches models and makes keys on this machine; keeps what is there")
    .action((_options: unknown, command: Command) => setup(command));
}
