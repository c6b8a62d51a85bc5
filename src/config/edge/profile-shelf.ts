import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SottoError } from "../../domain/errors.js";
import type { ProfileShelf } from "../apply-profile.js";
import { type Profile, profileSchema } from "../profile.js";

/** Beside `dist`, as beside `src`: the sandboxes show it. */
export const PROFILES = fileURLToPath(new URL("../../../hardware/profiles/", import.meta.url));

const SCHEMA_FILE = "profile.schema.json";

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".json") && file !== SCHEMA_FILE)
      .map((file) => file.slice(0, -".json".length))
      .sort();
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `profiles ${folder}`, cause);
  }
}

/** @throws SottoError FILE_UNREADABLE, CONFIG_INVALID for a file that is no profile */
export function readProfile(name: string, folder: string = PROFILES): Profile {
  const path = join(folder, `${name}.json`);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new SottoError("FILE_UNREADABLE", `profile ${path}`, cause);
  }
  try {
    return profileSchema.parse(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new SottoError("CONFIG_INVALID", `${path} is not JSON`, cause);
    if (!(cause instanceof z.ZodError)) throw cause;
    const problems = cause.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new SottoError("CONFIG_INVALID", `${path}\n  ${problems.join("\n  ")}`, cause);
  }
}

/** The profiles that came with Sotto; the folder is read when it is asked. */
export function profileShelf(folder: string = PROFILES): ProfileShelf {
  return {
    get names() {
      return namesIn(folder);
    },
    get: (name) => readProfile(name, folder),
  };
}
