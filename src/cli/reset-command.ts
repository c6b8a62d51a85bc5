import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { erasedHere, writePending } from "../app/reset/pending-file.js";
import { pinsAtStart } from "../app/reset/pins-at-start.js";
import { DEVICE_RESET } from "../app/reset/reset-layout.js";
import { SottoError } from "../domain/errors.js";

const PHRASE = "erase this device";

const WARNING = [
  "This erases everything that is yours on this device: keys, clips that wait, history, configuration, Wi-Fi, wake",
  "words, updates, and the system's log. Clips that have left stay where they are: sotto erase --all reaches those.",
  "The device starts anew, erases, proves it, and leaves a report. There is no way back.",
];

async function reset(): Promise<void> {
  if (process.getuid?.() !== 0) throw new SottoError("RESET_UNAVAILABLE", "this is not root");
  if (!existsSync(`${DEVICE_RESET.root}/package.json`) || !existsSync("/run/systemd/system")) {
    throw new SottoError("RESET_UNAVAILABLE", `no device in ${DEVICE_RESET.root}, or no systemd`);
  }
  const erases = erasedHere(DEVICE_RESET);
  const what = erases.kind === "partition" ? [erases.device] : DEVICE_RESET.folders;
  process.stdout.write(`${WARNING.join("\n")}\nErased is: ${what.join(", ")}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Type "${PHRASE}": `);
  terminal.close();
  if (answer.trim() !== PHRASE) {
    process.stdout.write("Nothing was erased.\n");
    return;
  }
  writePending(DEVICE_RESET, { erases, pins: JSON.stringify(pinsAtStart(DEVICE_RESET)) });
  process.stdout.write("Starting anew; it is erased before anything of Sotto runs.\n");
  spawnSync("systemctl", ["reboot"], { stdio: "inherit" });
}

export function addResetCommand(program: Command): void {
  program
    .command("reset")
    .description("factory reset, for moving or selling: erases everything that is yours and proves it")
    .action(reset);
}
