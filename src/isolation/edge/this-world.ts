import { lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../config/config.js";
import { defaultConfigPath } from "../../config/edge/config-file.js";
import { type Places, placesOf } from "../../config/places.js";
import { cacheFolder } from "../../models/edge/cache-folder.js";
import type { World } from "../sandbox.js";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const SYSTEM_FOLDERS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
const GPIO_CLASS = "/sys/class/gpio";

export interface WorldOptions {
  readonly config: Config;
  /** The file that the processes are given with `--config`; undefined for the default one. */
  readonly configFile?: string | undefined;
  /** What the ear may read beside its own. */
  readonly earReads?: readonly string[];
  /** Instead of this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

function systemFolders(): World["systemFolders"] {
  return SYSTEM_FOLDERS.flatMap((path) => {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (!status) return [];
    return [{ path, target: status.isSymbolicLink() ? readlinkSync(path) : undefined }];
  });
}

/** The kernel makes `gpioN` beside the chip's own folder, wherever in the tree of devices that is. */
function gpioFolders(): readonly string[] {
  if (!lstatSync(GPIO_CLASS, { throwIfNoEntry: false })) return [];
  const chips = readdirSync(GPIO_CLASS).filter((name) => name.startsWith("gpiochip"));
  return [...new Set(chips.map((chip) => dirname(realpathSync(join(GPIO_CLASS, chip)))))];
}

function absolute<T extends object>(paths: T): T {
  const entries = Object.entries(paths).map(([key, path]) => [
    key,
    typeof path === "string" ? resolve(path) : path,
  ]);
  return { ...paths, ...Object.fromEntries(entries) };
}

function absolutePlaces(places: Places): Places {
  return absolute(places);
}

/** This machine, as the sandboxes need to know it. */
export function thisWorld(options: WorldOptions): World {
  const { config, configFile, earReads = [] } = options;
  const environment = options.environment ?? process.env;
  const { url, userName, ...files } = config.broker;
  return {
    home: homedir(),
    workFolder: process.cwd(),
    project: PROJECT,
    node: process.execPath,
    cache: cacheFolder(environment),
    places: absolutePlaces(placesOf(config, { home: homedir(), runtime: environment["XDG_RUNTIME_DIR"] })),
    configFile: resolve(configFile ?? defaultConfigPath()),
    config: { broker: { url, userName, ...absolute(files) }, pins: config.pins },
    alsaFiles: (environment["ALSA_CONFIG_PATH"] ?? "").split(":").filter((file) => file.startsWith("/")),
    gpioFolders: gpioFolders(),
    systemFolders: systemFolders(),
    environment,
    earReads: earReads.map((path) => resolve(path)),
  };
}
