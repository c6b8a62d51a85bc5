import { join } from "node:path";
import type { Places } from "../../src/config/places.js";

/** All folders of a house, below one of a test's own. */
export function placesBelow(folder: string): Places {
  const below = (name: string) => join(folder, name);
  return {
    device: below("device"),
    owner: below("owner"),
    light: below("light"),
    uplink: below("uplink"),
    keeper: below("keeper"),
    run: below("run"),
  };
}

/** The same as a table of the configuration file. */
export function foldersTable(places: Places): string {
  const lines = Object.entries(places).map(([name, path]) => `${name} = "${path}"`);
  return `[folders]\n${lines.join("\n")}\n`;
}
