import type { Command } from "commander";
import type { Config } from "../config/config.js";
import { loadConfig } from "../config/edge/config-file.js";
import { defaultDeviceFolder } from "../keys/edge/device-keys.js";
import { defaultOwnerFolder } from "../keys/edge/owner-keys.js";

/** The configuration that the program-wide `--config` names, or the default one. */
export function configOf(command: Command): Config {
  const { config } = command.optsWithGlobals<{ readonly config?: string }>();
  return loadConfig(config);
}

export interface Folders {
  readonly device: string;
  readonly owner: string;
}

/** Where keys and clips lie on this machine. */
export function foldersOf(config: Config): Folders {
  return {
    device: config.folders.device ?? defaultDeviceFolder(),
    owner: config.folders.owner ?? defaultOwnerFolder(),
  };
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
