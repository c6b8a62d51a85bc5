import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { applyProfile } from "../../config/apply-profile.js";
import type { Config } from "../../config/config.js";
import { parseConfig } from "../../config/config.js";
import { loadConfig } from "../../config/edge/config-file.js";
import { profileShelf } from "../../config/edge/profile-shelf.js";
import { codeOf } from "../../domain/errors.js";
import type { ResetLayout } from "./reset-layout.js";

/**
 * Button and lamp, also where the configuration is gone or has mistakes: then those of the board that the card's set-up
 * file names. Undefined where nobody has ever said which board this is; then there is no reset by button.
 */
export function pinsAtStart({ config, card }: ResetLayout): Config["pins"] {
  return configured(config)?.pins ?? named(join(card, "sotto-setup.toml"));
}

function configured(path: string): Config | undefined {
  try {
    return existsSync(path) ? loadConfig(path) : undefined;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

/** The set-up file has `profile` at its top. */
function named(path: string): Config["pins"] {
  if (!existsSync(path)) return undefined;
  try {
    const { profile } = parse(readFileSync(path, "utf8"));
    return parseConfig(applyProfile({ hardware: { profile } }, profileShelf())).pins;
  } catch (error) {
    if (error instanceof TomlError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}
