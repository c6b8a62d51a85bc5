import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DEVICE_FOLDERS } from "../../card/device-config.js";
import { deviceBoards } from "../first-boot/device-boards.js";
import { firstBoot } from "../first-boot/first-boot.js";

/**
 * The image's set-up, as root, before the services: `first-boot.js [--config FILE] [--card FOLDER] [--restart FILE]`. It leaves
 * the last file where the firmware has to read the card again. The configuration is what it makes, so none is read.
 */
const text = { type: "string" } as const;
const { values } = parseArgs({ options: { config: text, card: text, restart: text } });
const config = values.config ?? "/etc/sotto/config.toml";
try {
  const outcome = firstBoot(
    {
      card: values.card ?? "/boot/firmware",
      kept: config.slice(0, config.lastIndexOf("/")),
      folders: DEVICE_FOLDERS,
      zones: "/usr/share/zoneinfo",
    },
    deviceBoards(),
  );
  process.stdout.write(`set-up: ${outcome.is}\n`);
  if (outcome.is === "mistaken") {
    process.stderr.write(outcome.problems.map((problem) => `${problem}\n`).join(""));
    process.exitCode = 78;
  }
  if (outcome.is === "set up" && outcome.restart && values.restart !== undefined) {
    writeFileSync(values.restart, "");
  }
} catch (error) {
  process.stderr.write(`sotto first-boot: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
