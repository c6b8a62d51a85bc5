import { homedir } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import type { Confinement } from "../app/household/household.js";
import type { Config } from "../config/config.js";
import { loadConfig } from "../config/edge/config-file.js";
import { type Places, placesOf } from "../config/places.js";
import { requireIsolation } from "../isolation/edge/isolation-state.js";

/** The file that the program-wide `--config` names; undefined for the default one. */
export function configFileOf(command: Command): string | undefined {
  return command.optsWithGlobals<{ readonly config?: string }>().config;
}

/** The configuration that the program-wide `--config` names, or the default one. */
export function configOf(command: Command): Config {
  return loadConfig(configFileOf(command));
}

/** Where keys, clips and states lie on this machine. */
export function foldersOf(config: Config): Places {
  return placesOf(config, { home: homedir(), runtime: process.env["XDG_RUNTIME_DIR"] });
}

/**
 * Sandboxes, unless a person has asked for none.
 * @throws SottoError ISOLATION_UNAVAILABLE
 */
export async function confinementOf({ unconfined }: { readonly unconfined?: boolean }): Promise<Confinement> {
  if (unconfined) return "unconfined";
  await requireIsolation();
  return "enforced";
}

/** For commander: a whole number from 1. @throws InvalidArgumentError */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("must be a whole number from 1");
  return value;
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
