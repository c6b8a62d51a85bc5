/**
 * The rooms of src/ in the order of their dependencies: a room imports from rooms before it and from no
 * other. The way of the sound runs from `capture` to `read`; the rest stands beside it.
 */
export const ROOMS = [
  "domain",
  "log",
  "models",
  "capture",
  "hotloop",
  "config",
  "wake",
  "utterance",
  "transcript",
  "findings",
  "plan",
  "redact",
  "verify",
  "encode",
  "seal",
  "keys",
  "link",
  "light",
  "outbox",
  "deliver",
  "keep",
  "read",
  "pipeline",
  "evaluation",
  "isolation",
  "supervise",
  "update",
  "reset",
  "card",
  "app",
  "cli",
] as const;
export type Room = (typeof ROOMS)[number];

/** These touch the world as a whole, so they have no pure part and may use any edge. */
export const WIRING_ROOMS: readonly Room[] = ["app", "cli"];

/** Packages without input or output that the pure parts may use; every other one belongs into an edge. */
export const PURE_PACKAGES: readonly string[] = ["zod", "cborg", "libphonenumber-js"];

export function isRoom(name: string): name is Room {
  return ROOMS.some((room) => room === name);
}

/** The rooms that a room must not import from. */
export function roomsAfter(room: Room): readonly Room[] {
  return ROOMS.slice(ROOMS.indexOf(room) + 1);
}
