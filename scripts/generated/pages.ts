import { profileShelf } from "../../src/config/edge/profile-shelf.js";
import { configReference } from "../../src/config/reference.js";
import { lintWalls } from "../../test/house/lint-walls.js";
import { errorsPage } from "./errors-page.js";
import { hardwarePage } from "./hardware-page.js";
import { profileJsonSchema } from "./profile-schema.js";
import { wiringPicture } from "./wiring/wiring-picture.js";

export interface GeneratedPage {
  /** From the project's folder. */
  readonly path: string;
  readonly make: () => string;
}

const shelf = profileShelf();

/** Every file of the project that is made from its code; a test compares each with what it would be now. */
export const GENERATED_PAGES: readonly GeneratedPage[] = [
  { path: "docs/errors.md", make: errorsPage },
  { path: "docs/configuration.md", make: configReference },
  { path: "docs/hardware.md", make: () => hardwarePage(shelf.names.map((name) => shelf.get(name))) },
  { path: "hardware/profiles/profile.schema.json", make: profileJsonSchema },
  ...shelf.names.map((name) => ({
    path: `docs/pictures/wiring-${name}.svg`,
    make: () => wiringPicture(shelf.get(name)),
  })),
  { path: "biome-walls.json", make: lintWalls },
];
