import { describe, expect, it } from "vitest";
import { bareCode, importsOf, resolveImport, sourceFiles } from "./project-files.js";
import { isRoom, PURE_PACKAGES, ROOMS, type Room, roomsAfter, WIRING_ROOMS } from "./rooms.js";

interface Place {
  readonly path: string;
  readonly room: Room;
  readonly part: "pure" | "edge" | "wiring";
}

function placeOf(path: string): Place | undefined {
  const [, room, next] = path.split("/");
  if (room === undefined || !isRoom(room)) return undefined;
  if (WIRING_ROOMS.includes(room)) return { path, room, part: "wiring" };
  return { path, room, part: next === "edge" ? "edge" : "pure" };
}

const sources = sourceFiles();
const places = sources.flatMap((path) => placeOf(path) ?? []);

/** What stands in a source and breaks a rule, in words; empty when the rule holds. */
function offences(rule: (place: Place, specifier: string) => boolean): string[] {
  return places.flatMap((place) =>
    importsOf(place.path)
      .filter((specifier) => rule(place, specifier))
      .map((specifier) => `${place.path} imports ${specifier}`),
  );
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith(".");
}

function target(place: Place, specifier: string): Place | undefined {
  return isRelative(specifier) ? placeOf(resolveImport(place.path, specifier)) : undefined;
}

function packageOf(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

describe("the walls of the house", () => {
  it("have every source in a known room", () => {
    expect(sources.filter((path) => placeOf(path) === undefined)).toEqual([]);
    expect(new Set(places.map(({ room }) => room)).size).toBeGreaterThan(ROOMS.length / 2);
  });

  it("let imports point inward only, from later rooms to earlier ones", () => {
    const outward = offences((place, specifier) => {
      const to = target(place, specifier);
      return to !== undefined && roomsAfter(place.room).includes(to.room);
    });
    expect(outward).toEqual([]);
  });

  it("keep every relative import inside of src", () => {
    expect(offences((place, specifier) => isRelative(specifier) && !target(place, specifier))).toEqual([]);
  });

  it("keep the pure parts from importing any edge", () => {
    const leaks = offences((place, specifier) => {
      return place.part === "pure" && target(place, specifier)?.part === "edge";
    });
    expect(leaks).toEqual([]);
  });

  it("keep the pure parts from Node and from packages that touch the world", () => {
    const leaks = offences((place, specifier) => {
      if (place.part !== "pure" || isRelative(specifier)) return false;
      return !PURE_PACKAGES.includes(packageOf(specifier));
    });
    expect(leaks).toEqual([]);
  });

  it("keep the clock, timers, chance and the process out of the pure parts", () => {
    const worldly =
      /\b(Date\.now|new ?Date\(\)|performance\.now|setTimeout\(|setInterval\(|setImmediate\(|Math\.random|process\.|globalThis\.|console\.|fetch\()/;
    const leaks = places
      .filter(({ part }) => part === "pure")
      .flatMap(({ path }) => {
        const found = worldly.exec(bareCode(path))?.[0];
        return found === undefined ? [] : [`${path}: ${found}`];
      });
    expect(leaks).toEqual([]);
  });

  it("let nothing but coded errors be thrown", () => {
    const plain = sources.filter((path) => /\bnew\s+(Type|Range|Syntax)?Error\s*\(/.test(bareCode(path)));
    expect(plain).toEqual([]);
  });
});
