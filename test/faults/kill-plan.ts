import { Random } from "../../scripts/voices/random.js";

export const VICTIMS = ["ear", "uplink", "light", "keep", "broker", "second-uplink"] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Kill {
  readonly victim: Victim;
  /** After the kill before it. */
  readonly afterMs: number;
  /** The program itself, or the outermost process of its sandbox, which takes the program with it. */
  readonly of: "program" | "sandbox";
  /** How long a killed broker stays away; the others are started again by the house itself. */
  readonly awayMs: number;
}

const SHORTEST_MS = 500;
/** One kill in so many follows at once: while what the one before it has begun is still going on. */
const DOUBLE_ONE_IN = 4;
const DOUBLE_WITHIN_MS = 150;
/** The sandbox's outer process dies in one of so many. */
const SANDBOX_ONE_IN = 4;
const LONGEST_AWAY_MS = 1_500;

/**
 * The same seed, the same kills. Every victim comes up as often as the others, in an order of chance.
 * @param longestGapMs between two kills
 */
export function planKills(count: number, seed: number, longestGapMs: number): readonly Kill[] {
  const random = new Random(seed);
  const kills: Kill[] = [];
  while (kills.length < count) {
    for (const victim of random.shuffled(VICTIMS).slice(0, count - kills.length)) {
      const isDouble = kills.length > 0 && random.whole(1, DOUBLE_ONE_IN) === 1;
      kills.push({
        victim,
        afterMs: isDouble ? random.whole(0, DOUBLE_WITHIN_MS) : random.whole(SHORTEST_MS, longestGapMs),
        of: random.whole(1, SANDBOX_ONE_IN) === 1 ? "sandbox" : "program",
        awayMs: random.whole(0, LONGEST_AWAY_MS),
      });
    }
  }
  return kills;
}
