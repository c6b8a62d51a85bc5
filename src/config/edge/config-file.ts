import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { SottoError } from "../../domain/errors.js";
import { applyProfile } from "../apply-profile.js";
import { type Config, parseConfig } from "../config.js";
import { profileShelf } from "./profile-shelf.js";

/** Where the configuration is looked for when no path is given: SOTTO_CONFIG, then the user's own folder. */
export function defaultConfigPath(): string {
  return process.env["SOTTO_CONFIG"] ?? join(homedir(), ".config", "sotto", "config.toml");
}

/**
 * Reads and checks the configuration, with what its hardware profile says. The default path may be absent, which gives the defaults; a path that was
 * asked for may not.
 * @throws SottoError CONFIG_INVALID, FILE_UNREADABLE
 */
export function loadConfig(asked: string | undefined): Config {
  const path = asked ?? defaultConfigPath();
  if (asked === undefined && !existsSync(path)) return parseConfig({});
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `configuration ${path}`, cause);
  }
  try {
    return parseConfig(applyProfile(parse(text), profileShelf()));
  } catch (cause) {
    if (cause instanceof TomlError) {
      throw new SottoError("CONFIG_INVALID", `${path}:${cause.line}:${cause.column} is not TOML`, cause);
    }
    if (cause instanceof SottoError) throw new SottoError(cause.code, `${path}: ${cause.message}`, cause);
    throw cause;
  }
}
