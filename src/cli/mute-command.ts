import type { Command } from "commander";
import { askLight } from "../app/light/ask-light.js";
import { configOf, foldersOf } from "./options.js";

const MUTE_WAIT_MS = 5_000;

async function mute(_options: unknown, command: Command): Promise<void> {
  const places = foldersOf(configOf(command));
  const status = await askLight({ places, what: "mute", waitMs: MUTE_WAIT_MS });
  if (status?.muted) {
    process.stdout.write("Muted: the microphone is closed. Only the button lifts it.\n");
    return;
  }
  process.stdout.write("The light did not answer. Press the button: it needs nobody else.\n");
  process.exitCode = 1;
}

export function addMuteCommand(program: Command): void {
  program.command("mute").description("closes the microphone; only the button opens it again").action(mute);
}
