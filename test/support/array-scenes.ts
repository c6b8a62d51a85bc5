import type { SceneOptions } from "./array-scene.js";
import { seeded } from "./seeded.js";

export type NamedScene = Pick<SceneOptions, "played" | "playedDb"> & {
  readonly name: string;
  /** What is played is not heard in the room, so that capsules differ by their noise alone. */
  readonly isQuiet: boolean;
};

/** What a household plays while somebody speaks. */
export const ARRAY_SCENES: readonly NamedScene[] = [
  { name: "nothing played", played: "nothing", isQuiet: true },
  { name: "music with gaps in a headphone", played: "music", isQuiet: true },
  { name: "endless music in a headphone", played: "endless-music", isQuiet: true },
  { name: "speech in a headphone", played: "speech", isQuiet: true },
  { name: "endless music 15 dB below the person", played: "endless-music", playedDb: -15, isQuiet: false },
  { name: "speech 3 dB below the person", played: "speech", playedDb: -3, isQuiet: false },
];

/** A noisy capsule first, then a better one, a dead channel and what is played in any order; in every other, two more. */
export function shuffledChannels(seed: number): readonly (number | "dead" | "playback")[] {
  const random = seeded(seed * 7_919);
  const first = -1 + 6 * random();
  const rest: (number | "dead" | "playback")[] = [first + 4 + 12 * random(), "dead", "playback"];
  if (seed % 2 === 0) rest.push(15 * random(), 15 * random());
  const order = rest.map((what) => ({ what, key: random() })).sort((a, b) => a.key - b.key);
  return [first, ...order.map(({ what }) => what)];
}
