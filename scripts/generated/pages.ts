import { configReference } from "../../src/config/reference.js";
import { lintWalls } from "../../test/house/lint-walls.js";
import { errorsPage } from "./errors-page.js";
import { profileJsonSchema } from "./profile-schema.js";

export interface GeneratedPage {
  /** From the project's folder. */
  readonly path: string;
  readonly make: () => string;
}

/** Every file of the project that is made from its code; a test compares each with what it would be now. */
export const GENERATED_PAGES: readonly GeneratedPage[] = [
  { path: "docs/errors.md", make: errorsPage },
  { path: "docs/configuration.md", make: configReference },
  { path: "hardware/profiles/profile.schema.json", make: profileJsonSchema },
  { path: "biome-walls.json", make: lintWalls },
];
