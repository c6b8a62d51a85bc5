#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { addBenchCommand } from "./bench-command.js";
import { addDemoCommand } from "./demo-command.js";
import { addDoctorCommand } from "./doctor-command.js";
import { addEraseCommand } from "./erase-command.js";
import { addEvalCommand } from "./eval-command.js";
import { addHistoryCommand } from "./history-command.js";
import { addIsolationCommand } from "./isolation-command.js";
import { addKeepCommand } from "./keep-command.js";
import { addKeysCommand } from "./keys-command.js";
import { addLedgerCommand } from "./ledger-command.js";
import { addModelsCommand } from "./models-command.js";
import { addReadCommand } from "./read-command.js";
import { addRedactCommand } from "./redact-command.js";
import { addReplayCommand } from "./replay-command.js";
import { addRunCommand } from "./run-command.js";
import { addSetupCommand } from "./setup-command.js";
import { reportError } from "./terminal/report-error.js";

const packageFile = new URL("../../package.json", import.meta.url);
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, "utf8")));

const program = new Command("sotto")
  .description("the private ear of a voice assistant")
  .version(version)
  .option("--config <file>", "configuration file (default: ~/.config/sotto/config.toml)")
  .showHelpAfterError();

addRunCommand(program);
addDemoCommand(program);
addSetupCommand(program);
addDoctorCommand(program);
addIsolationCommand(program);
addRedactCommand(program);
addReplayCommand(program);
addKeepCommand(program);
addReadCommand(program);
addEraseCommand(program);
addHistoryCommand(program);
addLedgerCommand(program);
addKeysCommand(program);
addModelsCommand(program);
addBenchCommand(program);
addEvalCommand(program);

// A reader that has seen enough, as `head` has, closes the pipe: no fault of anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exitCode = error.code === "EPIPE" ? 0 : reportError(error, process.stderr);
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error, process.stderr);
}
