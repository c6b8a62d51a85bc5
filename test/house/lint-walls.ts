import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PURE_PACKAGES, ROOMS, type Room, roomsAfter, WIRING_ROOMS } from "./rooms.js";

interface Wall {
  readonly group: readonly string[];
  readonly message: string;
}

function edgePackages(): string[] {
  const path = fileURLToPath(new URL("../../package.json", import.meta.url));
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(readFileSync(path, "utf8"));
  const all = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).sort();
  return all.filter((name) => !PURE_PACKAGES.includes(name)).flatMap((name) => [name, `${name}/**`]);
}

function laterRooms(room: Room): Wall[] {
  const later = roomsAfter(room);
  if (later.length === 0) return [];
  return [
    {
      group: later.map((name) => `**/${name}/**`),
      message: `${room} comes before these rooms: imports point inward (test/house/rooms.ts).`,
    },
  ];
}

function outerWorld(): Wall {
  return {
    group: ["node:*", "**/edge/**", ...edgePackages()],
    message: "The pure part of a room does not touch the world: this belongs into its edge/.",
  };
}

function override(includes: readonly string[], patterns: readonly Wall[]): object {
  const rule = { level: "error", options: { patterns } };
  return { includes, linter: { rules: { style: { noRestrictedImports: rule } } } };
}

function overridesOf(room: Room): object[] {
  const edges = override([`src/${room}/edge/**`], laterRooms(room));
  if (WIRING_ROOMS.includes(room)) {
    return laterRooms(room).length === 0 ? [] : [override([`src/${room}/**`], laterRooms(room))];
  }
  return [override([`src/${room}/**`, `!src/${room}/edge/**`], [...laterRooms(room), outerWorld()]), edges];
}

/** The walls between the rooms as rules of the linter, so that an editor shows a wrong import at once. */
export function lintWalls(): string {
  const overrides = ROOMS.flatMap(overridesOf).map((each) => JSON.stringify(each));
  return `{ "overrides": [\n${overrides.join(",\n")}\n]}\n`;
}
