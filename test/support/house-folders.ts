import type { Places } from "../../src/config/places.js";

/** The folders as a table of the configuration file. */
export function foldersTable(places: Places): string {
  const lines = Object.entries(places).map(([name, path]) => `${name} = "${path}"`);
  return `[folders]\n${lines.join("\n")}\n`;
}
