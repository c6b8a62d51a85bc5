#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { loadCommands } from "./load-commands.js";
import { reportError } from "./terminal/report-error.js";

const packageFile = new URL("../../package.json", import.meta.url);
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, "utf8")));

const program = new Command("sotto")
  .description("the private ear of a voice assistant")
  .version(version)
  .option("--config <file>", "configuration file (default: ~/.config/sotto/config.toml)")
  .showHelpAfterError();

// A reader that has seen enough, as `head` has, closes the pipe: no fault of anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exitCode = error.code === "EPIPE" ? 0 : reportError(error, process.stderr);
  process.exit();
});

try {
  await loadCommands(program, process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error, process.stderr);
}
